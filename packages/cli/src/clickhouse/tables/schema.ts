// The tables in ClickHouse: a row a line, a row for what each batch says of each task in it, and a row for each time that a
// batch came. Nothing in them is counted ahead: whatever is made of a task's rows is the same if one of them comes twice, late
// or in any order.

export interface SchemaOptions {
  readonly database: string;
  /** The cluster's name in the server's configuration; the tables are replicated and spread over its shards. */
  readonly cluster?: string;
  /** The server reads JSON and compresses columns as it is told; not so before 20.1. */
  readonly isModern: boolean;
}

const KIND = "Enum8('message' = 0, 'start' = 1, 'finish' = 2)";
const STATUS = "Enum8('none' = 0, 'started' = 1, 'succeeded' = 2, 'failed' = 3)";

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
  ["line_hash", "UInt32"],
] as const;

/** The columns of the table of tasks: a row holds what the lines of one batch say of a task, and several make one task. */
const PART_COLUMNS = [
  ["day", "Date"],
  ["began", "Float64"],
  ["task", "UInt64"],
  ["task_uuid", "String"],
  ["has", "UInt8"],
  ["first_time", "Float64"],
  ["last_time", "Float64"],
  ["ended", "Float64"],
  ["root_type", "String"],
  ["root_status", STATUS],
  ["root_duration", "Float64"],
  ["root_exception", "String"],
  ["root_reason", "String"],
  ["root_host", "String"],
  ["names", "Array(String)"],
  ["texts", "Array(String)"],
  ["failed_lines", "Array(UInt64)"],
  ["part_hash", "UInt64"],
] as const;

/** The columns of the table of batches, by which whoever follows the lines finds them: of a batch that comes again, one more row. */
const BATCH_COLUMNS = [
  ["came", "DateTime"],
  ["sealed", "DateTime"],
  ["host", "String"],
  ["is_raw", "UInt8"],
  ["lines", "UInt32"],
  ["slots", "Array(UInt32)"],
  ["batch_hash", "UInt64"],
] as const;

/** What a row of the table of tasks has of its task, as bits of `has`. A lone message is one at the place of a root. */
export const HAS = { start: 1, finish: 2, lone: 4, loneError: 8 } as const;

/** Tables that have a face on each node, through which all shards are asked and written to. */
const SPREAD = ["messages", "task_parts", "batches", "ingest", "lines"] as const;

/** The statements that make the tables, each of which may be run again. */
export function schemaStatements({ database, cluster, isModern }: SchemaOptions): string[] {
  const on = cluster === undefined ? "" : ` ON CLUSTER ${cluster}`;
  const create = (what: string, name: string) => `CREATE ${what} IF NOT EXISTS ${database}.${name}${on}`;
  const merging = (kind: "Replacing" | "", table: string) =>
    cluster === undefined
      ? `${kind}MergeTree()`
      : `Replicated${kind}MergeTree('/clickhouse/tables/{shard}/${database}/${table}', '{replica}')`;
  const window = cluster === undefined && isModern ? ", non_replicated_deduplication_window = 1000" : "";
  const kept = (table: string, columns: Columns, key: string, granularity: number) =>
    `${create("TABLE", table)} (${columnsText(columns)}) ENGINE = ${merging("Replacing", table)} PARTITION BY day ORDER BY (${key}) SETTINGS index_granularity = ${granularity}${window}`;
  const view = (name: string, target: string, select: string) =>
    `${create("MATERIALIZED VIEW", name)} TO ${database}.${target} AS ${select}`;
  const { columns, isUsed, uuid } = isModern ? MODERN_LINES : OLD_LINES;
  const [ingest, lines] = [`FROM ${database}.ingest`, `FROM ${database}.lines`];
  return [
    `CREATE DATABASE IF NOT EXISTS ${database}${on}`,
    // A page looks up the lines of fifty tasks, each of which is a few: small granules are less to read for each.
    kept("messages", MESSAGE_COLUMNS, "slot, task_uuid, task_level, line_hash", 1024),
    // The task is no part of the key: the server sorts what is compared with a column of it, such as all tasks of a page.
    kept("task_parts", PART_COLUMNS, "began, part_hash", 8192),
    `${create("TABLE", "batches")} (${columnsText(BATCH_COLUMNS)}) ENGINE = ${merging("", "batches")} PARTITION BY toYYYYMM(came) ORDER BY came`,
    // The doors keep nothing: each table behind them judges for itself what it has already, so that a retry heals all.
    `${create("TABLE", "ingest")} (${columnsText(INGEST_COLUMNS)}) ENGINE = Null`,
    view("to_messages", "messages", `SELECT ${namesOf(INGEST_COLUMNS, "field_")}, ${MESSAGE_PLACE} ${ingest}`),
    view("to_task_parts", "task_parts", `SELECT ${PART} ${ingest} GROUP BY task_uuid`),
    view("to_batches", "batches", `SELECT ${batch("sealed", 0)} ${ingest} GROUP BY host, sealed`),
    `${create("TABLE", "lines")} (host String, line String) ENGINE = Null`,
    `${create("TABLE", "unused_lines")} (came DateTime, host String, line String) ENGINE = ${merging("", "unused_lines")} PARTITION BY toYYYYMM(came) ORDER BY came`,
    view(
      "lines_to_messages",
      "messages",
      `WITH ${columns} SELECT ${namesOf(LINE_COLUMNS, "field_")}, now() AS sealed, ${MESSAGE_PLACE} ${lines} WHERE ${isUsed}`,
    ),
    view(
      "lines_to_task_parts",
      "task_parts",
      `WITH ${columns} SELECT ${PART} ${lines} WHERE ${isUsed} GROUP BY task_uuid`,
    ),
    view(
      "lines_to_batches",
      "batches",
      `WITH ${columns} SELECT ${batch("now() AS sealed", 1)} ${lines} WHERE ${isUsed} GROUP BY host`,
    ),
    view("lines_to_unused", "unused_lines", `SELECT now() AS came, host, line ${lines} WHERE NOT (${isUsed})`),
    ...(cluster === undefined
      ? []
      : SPREAD.map((table) => {
          // Rows of batches are made on each shard, of what it has of them.
          const key = table === "batches" ? "rand()" : `cityHash64(${table === "lines" ? uuid : "task_uuid"})`;
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

const LINE_COLUMNS = INGEST_COLUMNS.filter(([name]) => name !== "sealed");

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
const SLOT = "toUInt32(least(greatest(floor(time / 600), 0), 4294967295))";
const MESSAGE_PLACE = `${dayOf("time")} AS day, ${SLOT} AS slot, toUInt32(cityHash64(line)) AS line_hash`;

const batch = (sealed: "sealed" | "now() AS sealed", isRaw: 0 | 1) =>
  `now() AS came, ${sealed}, host, toUInt8(${isRaw}) AS is_raw, toUInt32(uniqExact(cityHash64(line))) AS lines, groupUniqArray(${SLOT}) AS slots, sum(cityHash64(line)) AS batch_hash`;

const IS_START = "(length(task_level) = 1 AND kind = 'start')";
const IS_FINISH = "(length(task_level) = 1 AND kind = 'finish')";
const IS_LONE = "(length(task_level) = 1 AND task_level[1] = 1 AND kind = 'message')";
const IS_FAILURE = "(kind = 'finish' AND status = 'failed')";
const FIELDS_OF_ROOT = `(${IS_START} OR ${IS_LONE}) AND notEmpty(field_names)`;

/** A task began with its start, else with its lone message, else where its first line is. */
const BEGAN = `multiIf(max(${IS_START}) = 1, minIf(time, ${IS_START}), max(${IS_LONE}) = 1, minIf(time, ${IS_LONE}), min(time))`;

const PART = `${dayOf(BEGAN)} AS day, ${BEGAN} AS began, cityHash64(task_uuid) AS task, task_uuid,
  toUInt8(${HAS.start} * max(${IS_START}) + ${HAS.finish} * max(${IS_FINISH}) + ${HAS.lone} * max(${IS_LONE}) + ${HAS.loneError} * max(${IS_LONE} AND exception != '')) AS has,
  min(time) AS first_time, max(time) AS last_time, maxIf(time, ${IS_FINISH}) AS ended,
  multiIf(max(${IS_START}) = 1, anyIf(type, ${IS_START}), max(${IS_FINISH}) = 1, anyIf(type, ${IS_FINISH}), anyIf(type, ${IS_LONE})) AS root_type,
  argMaxIf(status, time, ${IS_FINISH}) AS root_status, if(max(${IS_FINISH}) = 1, maxIf(duration, ${IS_FINISH}), -1) AS root_duration,
  argMaxIf(exception, time, ${IS_FINISH}) AS root_exception, argMaxIf(reason, time, ${IS_FINISH}) AS root_reason,
  if(max(${IS_START}) = 1, anyIf(host, ${IS_START}), any(host)) AS root_host,
  anyIf(field_names, ${FIELDS_OF_ROOT}) AS names, anyIf(field_values, ${FIELDS_OF_ROOT}) AS texts,
  groupUniqArrayIf(cityHash64(line), ${IS_FAILURE}) AS failed_lines,
  sum(cityHash64(line)) AS part_hash`;

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
      `if(status_name = 'failed' OR (kind = 'message' AND length(task_level) = 1), ${text("exception")}, '') AS exception`,
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
