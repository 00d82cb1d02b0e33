// The tables of a store. What people ask with SQL are the three views; what lies under them is the store's own.

/** Another version of the tables: a store that has another number is built anew. */
export const SCHEMA_VERSION = 1;

export const TABLES: readonly string[] = [
  "CREATE TABLE store_state (version INTEGER, state VARCHAR)",
  // A row a line, in the order in which they were read. Where the user's fields stand in one piece in the line, and the
  // line is ASCII, they are not kept twice: fields_at counts characters from 1, and 0 means that there are none.
  `CREATE TABLE message_rows (
    n UINTEGER, task_uuid VARCHAR, level VARCHAR, timestamp DOUBLE, kind VARCHAR, type VARCHAR, status VARCHAR,
    fields_at INTEGER, fields_size INTEGER, line VARCHAR USING COMPRESSION zstd,
    other_fields VARCHAR USING COMPRESSION zstd)`,
  // t numbers the tasks in the order in which they were put together; a task that changed gets a new number.
  `CREATE TABLE task_rows (
    t UINTEGER, task_uuid VARCHAR, type VARCHAR, is_action BOOLEAN, status VARCHAR, start_time DOUBLE, duration DOUBLE,
    messages UINTEGER, failures UINTEGER, exception VARCHAR, reason VARCHAR, about VARCHAR, fields VARCHAR,
    first_n UINTEGER, last_n UINTEGER)`,
  `CREATE TABLE action_rows (
    t UINTEGER, task_uuid VARCHAR, level VARCHAR, action_type VARCHAR, status VARCHAR, start_time DOUBLE,
    end_time DOUBLE, duration DOUBLE, self_time DOUBLE, exception VARCHAR, reason VARCHAR)`,
  // The fields of the roots' starts that have few values.
  "CREATE TABLE root_values (t UINTEGER, field VARCHAR, value VARCHAR)",
];

export const VIEWS: readonly string[] = [
  `CREATE VIEW messages AS SELECT task_uuid, level::BIGINT[] AS task_level, timestamp, kind, type, status,
    (CASE WHEN other_fields IS NOT NULL THEN other_fields
          WHEN fields_at = 0 THEN '{}'
          ELSE '{' || substr(line, fields_at, fields_size) || '}' END)::JSON AS fields
    FROM message_rows`,
  `CREATE VIEW actions AS SELECT task_uuid, level::BIGINT[] AS task_level, action_type, status, start_time, end_time,
    duration, self_time, exception, reason FROM action_rows`,
  `CREATE VIEW tasks AS SELECT task_uuid, CASE WHEN is_action THEN type END AS action_type, status, start_time,
    duration, messages FROM task_rows`,
];
