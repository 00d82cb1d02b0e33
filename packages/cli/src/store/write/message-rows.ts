import type { DuckDBAppender } from "@duckdb/node-api";
import { type Message, parseLine, roleOf, type ScannedLine } from "clew/parse";
import type { Sieve } from "../sieve/index.js";
import {
  appendRow,
  isStatus,
  levelText,
  MESSAGE_COLUMNS,
  roleNumber,
  type StoredMessage,
  storedJson,
} from "../tables/index.js";

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
    appendRow(this.#appender, MESSAGE_COLUMNS, {
      n: this.#next++,
      taskUuid,
      level: levelText(line.level, line.levels),
      timestamp,
      role: roleNumber(line.role, line.status),
      type: line.type ?? null,
      ...piecesOf(line, text),
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
      ...inOnePiece(text, message),
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

type Pieces = Pick<StoredMessage, "lineStart" | "lineFields" | "lineEnd">;

function piecesOf(line: ScannedLine, text: string): Pieces {
  const hasTwoTypes = line.hasActionType && line.hasMessageType;
  if (!isStatus(line.status) || line.fieldsAreMixed || hasTwoTypes || mayHoldHalf(text)) {
    const parsed = parseLine(text);
    return inOnePiece(text, parsed.ok ? parsed.message : {});
  }
  if (line.fieldsBytes === 0) return { lineStart: text, lineFields: "", lineEnd: "" };
  const [at, end] = fieldsPlace(line, text);
  const isEnded = text[end] === "," || text[end] === "}";
  return {
    lineStart: isEnded ? text.slice(0, at) : text,
    lineFields: text.slice(at, end),
    lineEnd: isEnded ? text.slice(end) : null,
  };
}

/** Where the fields stand in the text. Bytes are characters in ASCII only; what stands there twice can be cut at either place. */
function fieldsPlace(line: ScannedLine, text: string): readonly [at: number, end: number] {
  const { fieldsStart, fieldsBytes } = line;
  if (text.length === line.bytesLength) return [fieldsStart, fieldsStart + fieldsBytes];
  const fields = line.fieldsText;
  const at = text.indexOf(fields);
  return [at, at + fields.length];
}

function inOnePiece(text: string, message: Readonly<Record<string, unknown>>): Pieces {
  const fields = storedJson(Object.fromEntries(Object.entries(message).filter(isField)));
  return { lineStart: text, lineFields: fields.slice(1, -1), lineEnd: null };
}
