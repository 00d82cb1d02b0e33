// Errors that were logged, and other signs of failure that no status tells. Where an error is logged on its way up, again
// and again, it began in the deepest action that says so.

import type { WrittenNode } from "../../parse/index.js";
import { names } from "../../wire/index.js";
import { isSpan, type Note, reasonPattern, type Span, spansOf } from "../task/index.js";

/** A sign that an action did not go well: a message in it, or the action as a whole. */
export interface Sign {
  readonly span: Span;
  readonly note: Note | undefined;
  readonly time: number;
}

const SEVERE = /^(error|critical|crit|fatal|alert|emerg|emergency|panic)$/i;
/** From this number on pino and its kin call a level an error. */
const SEVERE_NUMBER = 50;

/** Whether a message is an error that was logged: a traceback, or a line of such a level. */
export function isError(node: WrittenNode): boolean {
  if (node.kind !== "message") return false;
  if (node.messageType === names.TRACEBACK) return true;
  const level = node.fields.log_level;
  return typeof level === "number" ? level >= SEVERE_NUMBER : typeof level === "string" && SEVERE.test(level);
}

/** The signs of a task that nothing below gives as well, the earliest of each action. */
export function deepestSigns(root: Span, isSign: (node: WrittenNode) => boolean): Sign[] {
  const signs = new Map<Span, Sign>();
  for (const span of spansOf(root)) {
    const note = span.items.find((item): item is Note => !isSpan(item) && isSign(item.message));
    if (note !== undefined) signs.set(span, { span, note, time: note.time });
    else if (isSign(span.action)) signs.set(span, { span, note: undefined, time: span.end ?? span.start });
  }
  const covered = new Set<Span>();
  for (const span of signs.keys()) {
    for (let at = span.parent; at !== undefined && !covered.has(at); at = at.parent) covered.add(at);
  }
  return [...signs.values()].filter(({ span }) => !covered.has(span)).sort((a, b) => a.time - b.time);
}

/** What a sign says of itself, as a failure would. */
export function saidBy({ span, note }: Sign): { readonly exception: string | null; readonly reason: string | null } {
  if (note === undefined) return { exception: span.action.exception ?? null, reason: span.action.reason ?? null };
  const { fields, messageType } = note.message;
  const words = [fields.reason, fields.message, fields.text, fields.msg].find((text) => typeof text === "string");
  const exception = typeof fields.exception === "string" ? fields.exception : (messageType ?? null);
  return { exception, reason: typeof words === "string" ? words : null };
}

/** What signs of one kind have in common. */
export function kindOf(sign: Sign): string {
  const { exception, reason } = saidBy(sign);
  return `${sign.span.path.id}\n${exception}\n${reasonPattern(reason ?? undefined)}`;
}
