// The tables of a store. What people ask with SQL are the three views; what lies under them is the store's own.

/** Another version of the tables: a store that has another number is built anew. */
export const SCHEMA_VERSION = 6;

export const TABLES: readonly string[] = [
  "CREATE TABLE store_state (version INTEGER, state VARCHAR)",
  // role says the kind and the status of a message, as MessageRows has them. A row a line, in the order in which they were read. Where the user's fields stand in one piece in the line, and the
  // line is ASCII, they are not kept twice: fields_at counts characters from 1, and 0 means that there are none.
  `CREATE TABLE message_rows (
    n UINTEGER, task_uuid VARCHAR, level VARCHAR, timestamp DOUBLE, role UTINYINT, type VARCHAR, fields_at INTEGER,
    fields_size INTEGER, line VARCHAR USING COMPRESSION zstd,
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
  // What sieve.ts keeps: for each part of a group of blocks the bits, and for each block its times.
  "CREATE TABLE sieve_rows (g UINTEGER, part UINTEGER, bits BLOB USING COMPRESSION uncompressed)",
  "CREATE TABLE block_rows (b UINTEGER, first_time DOUBLE, last_time DOUBLE)",
];

/** What becomes part of `sieve_rows` at the end of a read. */
export const NEW_SIEVE = "CREATE OR REPLACE TEMP TABLE new_sieve (g UINTEGER, part UINTEGER, bits BLOB)";

// Differences of times have six digits that mean something.
export const VIEWS: readonly string[] = [
  `CREATE VIEW messages AS SELECT task_uuid, level::BIGINT[] AS task_level, timestamp,
    CASE role & 12 WHEN 4 THEN 'start' WHEN 8 THEN 'finish' ELSE 'message' END AS kind, type,
    CASE role & 3 WHEN 1 THEN 'started' WHEN 2 THEN 'succeeded' WHEN 3 THEN 'failed' END AS status,
    (CASE WHEN other_fields IS NOT NULL THEN other_fields
          WHEN fields_at = 0 THEN '{}'
          ELSE '{' || substr(line, fields_at, fields_size) || '}' END)::JSON AS fields
    FROM message_rows`,
  `CREATE VIEW actions AS SELECT task_uuid, level::BIGINT[] AS task_level, action_type, status, start_time, end_time,
    round(duration, 6) AS duration, round(self_time, 6) AS self_time, exception, reason FROM action_rows`,
  `CREATE VIEW tasks AS SELECT task_uuid, CASE WHEN is_action THEN type END AS action_type, status, start_time,
    round(duration, 6) AS duration, messages FROM task_rows`,
];
