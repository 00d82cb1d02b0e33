import { decodeJson, errorText, isSeconds, type Message, type TaskLevel, toTimestamp } from "../wire/index.js";

/** What became of one line: a message, or the reason why it is none. */
export type ParsedLine =
  | { readonly ok: true; readonly message: Message }
  | { readonly ok: false; readonly reason: string };

/**
 * Reads one line of a log as one message.
 *
 * Never throws. White space and NUL bytes around the text are dropped, as a crash of the machine leaves them; so is a
 * byte order mark. Integers that a number cannot hold become a `bigint` and so keep their digits; `NaN` and the
 * infinities, which Python writes, are understood. Whatever the message holds beside the format's own fields is kept
 * as it is.
 *
 * @example
 * ```ts
 * import { parseLine } from "clew/parse";
 *
 * const line = '{"task_uuid": "t1", "task_level": [1], "timestamp": 0.5, "message_type": "hello"}';
 * const parsed = parseLine(line);
 * console.log(parsed.ok ? parsed.message.message_type : parsed.reason); // hello
 * console.log(parseLine("[1, 2]")); // { ok: false, reason: 'not an object' }
 * ```
 */
export function parseLine(line: string): ParsedLine {
  const text = trimLine(line.charCodeAt(0) === BYTE_ORDER_MARK ? line.slice(1) : line);
  const message = text === "" ? "a blank line" : readMessage(text);
  return typeof message === "string" ? { ok: false, reason: message } : { ok: true, message };
}

export const BYTE_ORDER_MARK = 0xfeff;

/** The message in a text, or the reason why there is none. */
export function readMessage(text: string): Message | string {
  let value: unknown;
  try {
    value = decodeJson(text);
  } catch (error) {
    return `not JSON: ${errorText(error)}`;
  }
  return messageOf(value);
}

/** The text without the ASCII white space and the NULs around it. */
export function trimLine(line: string): string {
  let start = 0;
  let end = line.length;
  while (start < end && isPadding(line.charCodeAt(start))) start++;
  while (end > start && isPadding(line.charCodeAt(end - 1))) end--;
  return end - start === line.length ? line : line.slice(start, end);
}

function isPadding(code: number): boolean {
  return code === 32 || code === 0 || (code >= 9 && code <= 13);
}

/**
 * A value that JSON gave, as a message; or the reason why it is none, as a text.
 *
 * @example
 * ```ts
 * import { messageOf } from "clew/parse";
 *
 * console.log(messageOf({ task_uuid: "t1", task_level: [1] })); // no timestamp
 * ```
 */
export function messageOf(value: unknown): Message | string {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return "not an object";
  const { task_uuid: taskUuid, task_level: taskLevel, timestamp } = value as { readonly [field: string]: unknown };
  if (typeof taskUuid !== "string") return taskUuid === undefined ? "no task_uuid" : "task_uuid is not a string";
  if (taskUuid === "") return "task_uuid is empty";
  if (!isLevel(taskLevel)) return whyNoLevel(taskLevel);
  if (isSeconds(timestamp)) return value as Message;
  const seconds = toTimestamp(timestamp);
  if (seconds === undefined) return timestamp === undefined ? "no timestamp" : "timestamp is not a number";
  return { ...value, timestamp: seconds } as Message;
}

/** Every number of a level can become an object, so that one long line must not be able to ask for 32 million. */
const MAX_LEVEL_LENGTH = 1_000_000;

/** Whether a value is a level that a message may have: a list, not empty, of whole numbers from 1 up. */
function isLevel(value: unknown): value is TaskLevel {
  if (!Array.isArray(value) || value.length === 0 || value.length > MAX_LEVEL_LENGTH) return false;
  for (let i = 0; i < value.length; i++) {
    const number: unknown = value[i];
    if (typeof number !== "number" || !(number >= 1) || !Number.isSafeInteger(number)) return false;
  }
  return true;
}

function whyNoLevel(value: unknown): string {
  if (value === undefined) return "no task_level";
  if (!Array.isArray(value)) return "task_level is not a list";
  if (value.length === 0) return "task_level is empty";
  if (value.length > MAX_LEVEL_LENGTH) return `task_level is deeper than ${MAX_LEVEL_LENGTH}`;
  return "task_level holds something other than whole numbers from 1 up";
}
