// The tables in ClickHouse: a row a line, and the few events of each task of which its row is made. Nothing in them is
// counted ahead: what comes twice, late or in any order counts once, because the key says so.

export interface SchemaOptions {
  readonly database: string;
  /** The cluster's name in the server's configuration; the tables are replicated and spread over its shards. */
  readonly cluster?: string;
  /** The server reads JSON and compresses columns as it is told; not so before 20.1. */
  readonly isModern: boolean;
}

const KIND = "Enum8('message' = 0, 'start' = 1, 'finish' = 2)";
const STATUS = "Enum8('none' = 0, 'started' = 1, 'succeeded' = 2, 'failed' = 3)";
const ROLE = "Enum8('message' = 0, 'start' = 1, 'finish' = 2, 'failure' = 3, 'seen' = 4)";

/** The columns that `clew ship` sends, in their order. Times and durations are seconds, to the last digit. */
export const INGEST_COLUMNS = [
  ["time", "Float64"],
  ["task_uuid", "String"],
  ["task_level", "Array(UInt64)"],
  ["kind", KIND],
  ["type", "String"],
  ["status", STATUS],
  ["duration", "Float64"],
  ["exception", "String"],
  ["reason", "String"],
  ["host", "String"],
  ["field_names", "Array(String)"],
  ["field_values", "Array(String)"],
  ["line", "String"],
  ["sealed", "DateTime"],
] as const;

/** The columns of the table of lines, by which a schema of another version is known. */
export const MESSAGE_COLUMNS = [
  ["day", "Date"],
  ["slot", "UInt32"],
  ...INGEST_COLUMNS.filter(([name]) => !name.startsWith("field_")),
  ["line_hash", "UInt64"],
] as const;

const EVENT_COLUMNS = [
  ["day", "Date"],
  ["began", "Float64"],
  ["at", "Float64"],
  ["task_uuid", "String"],
  ["role", ROLE],
  ...INGEST_COLUMNS.filter(([name]) =>
    ["type", "status", "duration", "exception", "reason", "host", "field_names", "field_values"].includes(name),
  ),
  ["line_hash", "UInt64"],
] as const;

/** Tables that have a face on each node, through which all shards are asked and written to. */
const SPREAD = ["messages", "task_events", "ingest", "lines"] as const;

/** The statements that make the tables, each of which may be run again. */
export function schemaStatements({ database, cluster, isModern }: SchemaOptions): string[] {
  const on = cluster === undefined ? "" : ` ON CLUSTER ${cluster}`;
  const create = (what: string, name: string) => `CREATE ${what} IF NOT EXISTS ${database}.${name}${on}`;
  const merging = (kind: "Replacing" | "", table: string) =>
    cluster === undefined
      ? `${kind}MergeTree()`
      : `Replicated${kind}MergeTree('/clickhouse/tables/{shard}/${database}/${table}', '{replica}')`;
  const window = cluster === undefined && isModern ? ", non_replicated_deduplication_window = 1000" : "";
  const kept = (table: string, columns: Columns, key: string) =>
    `${create("TABLE", table)} (${columnsText(columns)}) ENGINE = ${merging("Replacing", table)} PARTITION BY day ORDER BY (${key}) SETTINGS index_granularity = 8192${window}`;
  const view = (name: string, target: string, select: string) =>
    `${create("MATERIALIZED VIEW", name)} TO ${database}.${target} AS ${select}`;
  const { columns, isUsed, uuid } = isModern ? MODERN_LINES : OLD_LINES;
  const [ingest, lines] = [`FROM ${database}.ingest`, `FROM ${database}.lines`];
  return [
    `CREATE DATABASE IF NOT EXISTS ${database}${on}`,
    kept("messages", MESSAGE_COLUMNS, "slot, task_uuid, task_level, line_hash"),
    kept("task_events", EVENT_COLUMNS, "began, task_uuid, line_hash"),
    // The doors keep nothing: each table behind them judges for itself what it has already, so that a retry heals all.
    `${create("TABLE", "ingest")} (${columnsText(INGEST_COLUMNS)}) ENGINE = Null`,
    view("to_messages", "messages", `SELECT ${namesOf(INGEST_COLUMNS, "field_")}, ${MESSAGE_PLACE} ${ingest}`),
    view("to_task_events", "task_events", `SELECT ${EVENT_NAMES}, ${EVENT_PLACE} ${ingest} WHERE ${IS_EVENT}`),
    view("to_task_seen", "task_events", `SELECT ${SEEN} ${ingest} GROUP BY task_uuid HAVING ${IS_SEEN_ONLY}`),
    `${create("TABLE", "lines")} (host String, line String) ENGINE = Null`,
    `${create("TABLE", "unused_lines")} (came DateTime, host String, line String) ENGINE = ${merging("", "unused_lines")} PARTITION BY toYYYYMM(came) ORDER BY came`,
    view(
      "lines_to_messages",
      "messages",
      `SELECT ${columns}, host, line, now() AS sealed, ${MESSAGE_PLACE} ${lines} WHERE ${isUsed}`,
    ),
    view(
      "lines_to_task_events",
      "task_events",
      `SELECT ${columns}, host, time AS at, ${EVENT_PLACE} ${lines} WHERE ${isUsed} AND (${IS_EVENT})`,
    ),
    view("lines_to_unused", "unused_lines", `SELECT now() AS came, host, line ${lines} WHERE NOT (${isUsed})`),
    ...(cluster === undefined
      ? []
      : SPREAD.map((table) => {
          const key = `cityHash64(${table === "lines" ? uuid : "task_uuid"})`;
          return `${create("TABLE", `${table}_all`)} AS ${database}.${table} ENGINE = Distributed(${cluster}, ${database}, ${table}, ${key})`;
        })),
  ];
}

/** Improvements that servers before 20.1 cannot make; each may be run again. Indexes serve what comes after them. */
export function improvements({ database, cluster, isModern }: SchemaOptions): string[] {
  if (!isModern) return [];
  const table = `ALTER TABLE ${database}.messages${cluster === undefined ? "" : ` ON CLUSTER ${cluster}`}`;
  return [
    `${table} MODIFY COLUMN line String CODEC(ZSTD(3)), MODIFY COLUMN time Float64 CODEC(Delta, ZSTD(1)), MODIFY COLUMN task_level Array(UInt64) CODEC(ZSTD(1)), MODIFY COLUMN type LowCardinality(String)`,
    `${table} ADD INDEX IF NOT EXISTS line_grams lower(line) TYPE ngrambf_v1(4, 32768, 2, 0) GRANULARITY 1`,
  ];
}

type Columns = readonly (readonly [name: string, type: string])[];

function asEnum(value: string, type: string): string {
  return `CAST(${value}, '${type.replaceAll("'", "\\'")}')`;
}

function columnsText(columns: Columns): string {
  return columns.map((column) => column.join(" ")).join(", ");
}

function namesOf(columns: Columns, except: string): string {
  return columns.flatMap(([name]) => (name.startsWith(except) ? [] : [name])).join(", ");
}

/** A day since 1970 in UTC, whatever the server's zone is; what no day can be is the first or the last there is. */
const dayOf = (time: string) => `toDate(toUInt16(least(greatest(floor(${time} / 86400), 0), 65535)))`;

/** Slots are of ten minutes. */
const MESSAGE_PLACE = `${dayOf("time")} AS day, toUInt32(least(greatest(floor(time / 600), 0), 4294967295)) AS slot, cityHash64(line) AS line_hash`;

const EVENT_NAMES = "time AS at, task_uuid, type, status, duration, exception, reason, host, field_names, field_values";
const EVENT_PLACE = `if(duration >= 0, time - duration, time) AS began, ${dayOf("began")} AS day, cityHash64(line) AS line_hash,
  ${asEnum("multiIf(length(task_level) > 1, 'failure', kind = 'start', 'start', kind = 'finish', 'finish', 'message')", ROLE)} AS role`;
const IS_ROOT = "(length(task_level) = 1 AND (kind != 'message' OR task_level[1] = 1))";
const IS_EVENT = `${IS_ROOT} OR (kind = 'finish' AND status = 'failed')`;

/** A task of which a batch has not the begin leaves a trace of when it was seen, so that it is listed also where the begin is lost. */
const SEEN = `task_uuid, min(time) AS began, ${dayOf("min(time)")} AS day, min(time) AS at, ${asEnum("'seen'", ROLE)} AS role,
  '' AS type, ${asEnum("'none'", STATUS)} AS status, toFloat64(-1) AS duration, '' AS exception, '' AS reason, '' AS host,
  emptyArrayString() AS field_names, emptyArrayString() AS field_values, toUInt64(0) AS line_hash`;
const IS_SEEN_ONLY = "countIf(length(task_level) = 1 AND task_level[1] = 1 AND kind != 'finish') = 0";

/** Raw lines of whoever ships them, read by the server. */
interface RawLines {
  readonly columns: string;
  readonly isUsed: string;
  readonly uuid: string;
}

interface Reading {
  text(key: string): string;
  number(key: string): string;
  has(key: string): string;
  readonly level: string;
  readonly isMessage: string;
  readonly fields: string;
}

function rawLines({ text, number, has, level, isMessage, fields }: Reading): RawLines {
  const type = text("action_type");
  const status = `if(${type} != '' AND ${text("action_status")} IN ('started', 'succeeded', 'failed'), ${text("action_status")}, 'none')`;
  const kind = `multiIf(status_name IN ('succeeded', 'failed'), 'finish', status_name = 'started' AND task_level[length(task_level)] = 1, 'start', 'message')`;
  return {
    uuid: text("task_uuid"),
    isUsed: `(${isMessage} AND ${text("task_uuid")} != '' AND length(${level}) > 0)`,
    columns: [
      `${number("timestamp")} AS time`,
      `${text("task_uuid")} AS task_uuid`,
      `${level} AS task_level`,
      `${asEnum(`(${status} AS status_name)`, STATUS)} AS status`,
      `${asEnum(kind, KIND)} AS kind`,
      `if(${type} != '', ${type}, ${text("message_type")}) AS type`,
      `if(kind = 'finish' AND ${has("clew_duration")}, ${number("clew_duration")}, -1) AS duration`,
      `if(status_name = 'failed', ${text("exception")}, '') AS exception`,
      `if(status_name = 'failed', ${text("reason")}, '') AS reason`,
      fields,
    ].join(", "),
  };
}

const OWN_KEYS = "('task_uuid', 'task_level', 'timestamp', 'action_type', 'action_status', 'message_type')";
const HAS_FIELDS = "length(task_level) = 1 AND task_level[1] = 1 AND kind != 'finish'";

const MODERN_LINES = rawLines({
  text: (key) => `JSONExtractString(line, '${key}')`,
  number: (key) => `JSONExtractFloat(line, '${key}')`,
  has: (key) => `JSONHas(line, '${key}')`,
  level: "JSONExtract(line, 'task_level', 'Array(UInt64)')",
  isMessage:
    "JSONType(line, 'task_uuid') = 'String' AND JSONType(line, 'timestamp') IN ('Int64', 'UInt64', 'Double') AND JSONType(line, 'task_level') = 'Array'",
  fields: `arrayMap(p -> p.1, (arrayFilter(p -> p.1 NOT IN ${OWN_KEYS} AND NOT startsWith(p.1, 'clew_'), if(${HAS_FIELDS}, JSONExtractKeysAndValuesRaw(line), [])) AS pairs)) AS field_names, arrayMap(p -> if(startsWith(p.2, '"'), JSONExtractString(p.2), p.2), pairs) AS field_values`,
});

/** There is no JSON in servers before 19: lines that clew wrote itself are read right, and of others the fields may not be. */
const OLD_LINES = rawLines({
  text: (key) => `visitParamExtractString(line, '${key}')`,
  number: (key) => `visitParamExtractFloat(line, '${key}')`,
  has: (key) => `visitParamHas(line, '${key}')`,
  level:
    "arrayMap(x -> toUInt64OrZero(x), splitByChar(',', replaceRegexpAll(visitParamExtractRaw(line, 'task_level'), '[^0-9,]', '')))",
  isMessage: "visitParamHas(line, 'timestamp')",
  fields: String.raw`extractAll((if(${HAS_FIELDS}, replaceRegexpAll(line, '"(task_uuid|timestamp|action_type|action_status|message_type)":("[^"]*"|[0-9.]+),?|"task_level":\\[[0-9, ]*\\],?', ''), '') AS rest), '"([^"\\\\]+)":(?:"(?:[^"\\\\]|\\\\.)*"|[^",{}\\[\\]]+)') AS field_names, arrayMap(v -> if(startsWith(v, '"'), substring(v, 2, toUInt64(length(v)) - 2), v), extractAll(rest, '"[^"\\\\]+":("(?:[^"\\\\]|\\\\.)*"|[^",{}\\[\\]]+)')) AS field_values`,
});
