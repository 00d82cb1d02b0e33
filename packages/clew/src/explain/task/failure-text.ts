// What the words of a failure say. Names are only ever used to choose between readings that the structure leaves open.

import { fieldNames } from "../../wire/index.js";
import type { Span } from "./span.js";

const ID = /\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b/gi;
const QUOTED = /"[^"]*"|'[^']*'|`[^`]*`/g;
const WITH_DIGITS = /[^\s,;:()[\]{}<>="'`]*[0-9][^\s,;:()[\]{}<>="'`]*/g;

/** The patterns look back as far as a word goes: for a word of a megabyte that would take hours. */
const READ_CHARACTERS = 2000;

/** A reason without what differs from one failure to the next: ids, numbers, quoted words. */
export function reasonPattern(reason: string | undefined): string {
  const text = (reason ?? "").slice(0, READ_CHARACTERS);
  return text.replace(ID, "#").replace(QUOTED, "#").replace(WITH_DIGITS, "#").slice(0, 300);
}

/** Whether an action failed only because it was told to stop. Where clew did not write it, the exception's name tells. */
export function wasCancelled(span: Span): boolean {
  return (
    span.action.status === "failed" &&
    (cancelSource(span) !== undefined || /cancel|abort/i.test(span.action.exception ?? ""))
  );
}

/** `clew_cancel_source` of an action's finish. */
export function cancelSource(span: Span): string | undefined {
  const source = span.action.endRecord?.[fieldNames.CANCEL_SOURCE];
  return typeof source === "string" ? source : undefined;
}

/** Whether a failure is called a timeout by its own name or words. */
export function saysTimeout(span: Span): boolean {
  return /time[d ]?-? ?out|deadline/i.test(`${span.action.exception ?? ""} ${span.action.reason ?? ""}`);
}

/** How surely a parent's error is its child's: 2 the same, 1 it quotes the child's words, 0 no sign of it. */
export function carries(parent: Span, child: Span): 0 | 1 | 2 {
  const { exception, reason } = child.action;
  if (exception === parent.action.exception && reason === parent.action.reason) return 2;
  if (reason === undefined || reason.length < 4) return 0;
  if (parent.action.reason?.includes(reason)) return 1;
  const traceback = parent.action.endRecord?.traceback;
  return typeof traceback === "string" && traceback.includes(reason) ? 1 : 0;
}
