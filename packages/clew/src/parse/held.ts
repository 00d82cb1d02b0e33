import type { Message } from "../wire/index.js";
import { readMessage } from "./parse-line.js";
import { sameValue } from "./same-record.js";

/** A record in a tree: parsed, or the text of a line that is known to be good and at which nobody has looked yet. */
export type Held = Message | string;

export function recordOf(held: Held): Message {
  if (typeof held !== "string") return held;
  const message = readMessage(held);
  if (typeof message === "string") throw new Error(`A line was taken for a message and is none: ${message}`);
  return message;
}

/** Whether two records are one. */
export function isSame(a: Held, b: Held): boolean {
  return a === b || sameValue(recordOf(a), recordOf(b));
}
