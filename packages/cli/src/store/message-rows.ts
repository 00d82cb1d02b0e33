import type { DuckDBAppender } from "@duckdb/node-api";
import { type Message, parseLine, type ScannedLine } from "clew/parse";
import { storedJson } from "./stored-json.js";

/** What `messages.kind` can be. */
type Kind = "start" | "finish" | "message";

const KINDS: Readonly<Record<ScannedLine["role"], Kind>> = { start: "start", end: "finish", other: "message" };
/** Halves of surrogate pairs, with which the database's JSON cannot do: a line that has one is looked at closely. */
const MAY_BE_HALF = /\\u[dD][89a-fA-F]/;

/** Writes a row for each line that is a message. */
export class MessageRows {
  readonly #appender: DuckDBAppender;
  #next: number;

  constructor(appender: DuckDBAppender, next: number) {
    this.#appender = appender;
    this.#next = next;
  }

  /** The number that the next row gets. */
  get next(): number {
    return this.#next;
  }

  addScanned(line: ScannedLine, taskUuid: string): void {
    const text = line.text;
    this.#begin(taskUuid, levelText(line.level, line.levels), line.timestamp);
    this.#words(KINDS[line.role], line.type, line.status);
    const { fieldsStart, fieldsBytes } = line;
    const isAscii = text.length === line.bytesLength;
    if (fieldsBytes === 0) this.#place(0, 0, text, undefined);
    else if (line.fieldsAreMixed || MAY_BE_HALF.test(text)) this.#place(0, 0, text, closeFields(text));
    else if (isAscii) this.#place(fieldsStart + 1, fieldsBytes, text, undefined);
    else this.#place(0, 0, text, `{${line.fieldsText}}`);
  }

  addParsed(message: Message, text: string): void {
    this.#begin(message.task_uuid, levelText(message.task_level, message.task_level.length), message.timestamp);
    const isAction = message.action_type !== undefined && message.action_type !== null;
    const type = isAction ? message.action_type : message.message_type;
    const status = typeof message.action_status === "string" ? message.action_status : undefined;
    const ends = status === "succeeded" || status === "failed";
    const starts = status === "started" && message.task_level.at(-1) === 1;
    const kind = isAction && ends ? "finish" : isAction && starts ? "start" : "message";
    this.#words(kind, typeof type === "string" || type == null ? (type ?? undefined) : storedJson(type), status);
    this.#place(0, 0, text, fieldsOf(message));
  }

  #begin(taskUuid: string, level: string, timestamp: number): void {
    const appender = this.#appender;
    appender.appendUInteger(this.#next++);
    appender.appendVarchar(taskUuid);
    appender.appendVarchar(level);
    appender.appendDouble(timestamp);
  }

  #words(kind: Kind, type: string | undefined, status: string | undefined): void {
    const appender = this.#appender;
    appender.appendVarchar(kind);
    if (type === undefined) appender.appendNull();
    else appender.appendVarchar(type);
    if (status === undefined) appender.appendNull();
    else appender.appendVarchar(status);
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

function closeFields(text: string): string {
  const parsed = parseLine(text);
  return parsed.ok ? fieldsOf(parsed.message) : "{}";
}

function fieldsOf(message: Readonly<Record<string, unknown>>): string {
  return storedJson(Object.fromEntries(Object.entries(message).filter(([key]) => !OWN_KEYS.has(key))));
}
