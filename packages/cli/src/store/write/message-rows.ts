import type { DuckDBAppender } from "@duckdb/node-api";
import { type Message, parseLine, roleOf, type ScannedLine } from "clew/parse";
import type { Sieve } from "../sieve/index.js";
import { appendRow, isStatus, levelText, MESSAGE_COLUMNS, roleNumber, storedJson } from "../tables/index.js";

/** Halves of surrogate pairs, with which the database's JSON cannot do: a line that has one is looked at closely. */
const HALF = /\\u[dD][89a-fA-F]/;

function mayHoldHalf(text: string): boolean {
  return text.includes("\\u") && HALF.test(text);
}

/** Writes a row for each line that is a message. */
export class MessageRows {
  readonly #appender: DuckDBAppender;
  readonly #sieve: Sieve;
  #next: number;

  constructor(appender: DuckDBAppender, sieve: Sieve, next: number) {
    this.#appender = appender;
    this.#sieve = sieve;
    this.#next = next;
  }

  /** The number that the next row gets. */
  get next(): number {
    return this.#next;
  }

  addScanned(line: ScannedLine): void {
    const { text, taskUuid, timestamp } = line;
    line.eachPiece((bytes, start, end) => this.#sieve.mark(this.#next, bytes, start, end));
    this.#sieve.endRow(this.#next, timestamp);
    const { fieldsStart, fieldsBytes } = line;
    let [fieldsAt, fieldsSize, otherFields]: [number, number, string | null] = [0, 0, null];
    if (!isStatus(line.status) || line.fieldsAreMixed || mayHoldHalf(text)) otherFields = closeFields(text);
    else if (fieldsBytes > 0 && text.length === line.bytesLength)
      [fieldsAt, fieldsSize] = [fieldsStart + 1, fieldsBytes];
    else if (fieldsBytes > 0) otherFields = `{${line.fieldsText}}`;
    appendRow(this.#appender, MESSAGE_COLUMNS, {
      n: this.#next++,
      taskUuid,
      level: levelText(line.level, line.levels),
      timestamp,
      role: roleNumber(line.role, line.status),
      type: line.type ?? null,
      fieldsAt,
      fieldsSize,
      line: text,
      otherFields,
    });
  }

  addParsed(message: Message, text: string): void {
    const bytes = Buffer.from(text);
    this.#sieve.mark(this.#next, bytes, 0, bytes.length);
    this.#sieve.endRow(this.#next, message.timestamp);
    const { action_type, action_status } = message;
    const isAction = action_type !== undefined && action_type !== null;
    const type = isAction ? action_type : message.message_type;
    appendRow(this.#appender, MESSAGE_COLUMNS, {
      n: this.#next++,
      taskUuid: message.task_uuid,
      level: levelText(message.task_level, message.task_level.length),
      timestamp: message.timestamp,
      role: roleNumber(roleOf(action_status, action_type, message.task_level.at(-1)), action_status),
      type: typeof type === "string" ? type : type === undefined || type === null ? null : storedJson(type),
      fieldsAt: 0,
      fieldsSize: 0,
      line: text,
      otherFields: fieldsOf(message),
    });
  }
}

const OWN_KEYS: ReadonlySet<string> = new Set([
  "task_uuid",
  "task_level",
  "timestamp",
  "action_type",
  "action_status",
  "message_type",
]);

/** A status that the format does not know is a field. */
function isField([key, value]: readonly [string, unknown]): boolean {
  return !OWN_KEYS.has(key) || (key === "action_status" && !isStatus(value));
}

function closeFields(text: string): string {
  const parsed = parseLine(text);
  return parsed.ok ? fieldsOf(parsed.message) : "{}";
}

function fieldsOf(message: Readonly<Record<string, unknown>>): string {
  return storedJson(Object.fromEntries(Object.entries(message).filter(isField)));
}
