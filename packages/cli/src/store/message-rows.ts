import type { DuckDBAppender } from "@duckdb/node-api";
import { type Message, type MessageRole, parseLine, roleOf, type ScannedLine } from "clew/parse";
import type { Sieve } from "./sieve.js";
import { storedJson } from "./stored-json.js";

// What a message is to its action and what its status says, as one number: most rows differ in nothing else.
const KINDS: Readonly<Record<MessageRole, number>> = { start: 4, end: 8, other: 0 };
const STATUSES: ReadonlyMap<unknown, number> = new Map([
  [undefined, 0],
  ["started", 1],
  ["succeeded", 2],
  ["failed", 3],
]);
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
    this.#begin(taskUuid, levelText(line.level, line.levels), timestamp);
    const status = STATUSES.get(line.status);
    this.#say(KINDS[line.role] + (status ?? 0), line.type);
    const { fieldsStart, fieldsBytes } = line;
    if (status === undefined || line.fieldsAreMixed || mayHoldHalf(text)) this.#place(0, 0, text, closeFields(text));
    else if (fieldsBytes === 0) this.#place(0, 0, text, undefined);
    else if (text.length === line.bytesLength) this.#place(fieldsStart + 1, fieldsBytes, text, undefined);
    else this.#place(0, 0, text, `{${line.fieldsText}}`);
  }

  addParsed(message: Message, text: string): void {
    const bytes = Buffer.from(text);
    this.#sieve.mark(this.#next, bytes, 0, bytes.length);
    this.#sieve.endRow(this.#next, message.timestamp);
    this.#begin(message.task_uuid, levelText(message.task_level, message.task_level.length), message.timestamp);
    const { action_type, action_status } = message;
    const isAction = action_type !== undefined && action_type !== null;
    const type = isAction ? action_type : message.message_type;
    const kind = KINDS[roleOf(action_status, action_type, message.task_level.at(-1))];
    const said = typeof type === "string" ? type : type === undefined || type === null ? undefined : storedJson(type);
    this.#say(kind + (STATUSES.get(action_status) ?? 0), said);
    this.#place(0, 0, text, fieldsOf(message));
  }

  #begin(taskUuid: string, level: string, timestamp: number): void {
    const appender = this.#appender;
    appender.appendUInteger(this.#next++);
    appender.appendVarchar(taskUuid);
    appender.appendVarchar(level);
    appender.appendDouble(timestamp);
  }

  #say(role: number, type: string | undefined): void {
    this.#appender.appendUTinyInt(role);
    if (type === undefined) this.#appender.appendNull();
    else this.#appender.appendVarchar(type);
  }

  #place(fieldsAt: number, fieldsSize: number, line: string, otherFields: string | undefined): void {
    const appender = this.#appender;
    appender.appendInteger(fieldsAt);
    appender.appendInteger(fieldsSize);
    appender.appendVarchar(line);
    if (otherFields === undefined) appender.appendNull();
    else appender.appendVarchar(otherFields);
    appender.endRow();
  }
}

/** The first numbers of a level as a list that the database reads. */
export function levelText(level: readonly number[], levels: number): string {
  if (levels === 1) return `[${level[0]}]`;
  if (levels === 2) return `[${level[0]},${level[1]}]`;
  return `[${level.slice(0, levels).join(",")}]`;
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
  return !OWN_KEYS.has(key) || (key === "action_status" && !STATUSES.has(value));
}

function closeFields(text: string): string {
  const parsed = parseLine(text);
  return parsed.ok ? fieldsOf(parsed.message) : "{}";
}

function fieldsOf(message: Readonly<Record<string, unknown>>): string {
  return storedJson(Object.fromEntries(Object.entries(message).filter(isField)));
}
