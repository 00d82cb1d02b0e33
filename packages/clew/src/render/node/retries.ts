import type { Fields, WrittenAction, WrittenNode } from "../../parse/index.js";
import { fieldNames } from "../../wire/index.js";
import { formatValue } from "../text/index.js";

/** Fields that count attempts, and so differ between an attempt and the next. */
const COUNTS_ATTEMPTS = /^(?:attempts?|try|tries|retry|retries|attempt_?number)$/i;
/** Between an attempt and the next there may be a message or two ("will retry"), not a crowd. */
const NEXT_WITHIN = 8;
const COMPARED_CHARACTERS = 1_000;

/**
 * The sibling that did a failed action again, if there is one: the next action of the same type that began after this
 * one had ended, with the same start fields but for one that counts attempts, and counts further.
 */
export function findRetry(
  action: WrittenAction,
  siblings: readonly WrittenNode[],
  index: number,
): WrittenNode | undefined {
  if (action.status !== "failed" || action.actionType === undefined || action.endTime === undefined) return undefined;
  const end = Math.min(siblings.length, index + 1 + NEXT_WITHIN);
  for (let i = index + 1; i < end; i++) {
    const next = siblings[i] as WrittenNode;
    if (next.kind === "message" || next.actionType !== action.actionType) continue;
    const follows = next.startTime !== undefined && next.startTime >= action.endTime;
    return follows && isSameWork(action.startFields, next.startFields) ? next : undefined;
  }
  return undefined;
}

/** Two failures of the same kind are no retry: the next attempt must say that it is one. */
function isSameWork(a: Fields | undefined, b: Fields | undefined): boolean {
  if (a === undefined || b === undefined || !countsFurther(a, b)) return false;
  return describeWork(a) === describeWork(b);
}

function countsFurther(a: Fields, b: Fields): boolean {
  for (const [key, value] of Object.entries(b)) {
    if (!COUNTS_ATTEMPTS.test(key) || typeof value !== "number") continue;
    const before = a[key];
    if (before === undefined || (typeof before === "number" && before < value)) return true;
  }
  return false;
}

function describeWork(fields: Fields): string {
  const kept = Object.entries(fields).filter(([key]) => !COUNTS_ATTEMPTS.test(key) && !key.startsWith(fieldNames.OWN));
  return formatValue(Object.fromEntries(kept), COMPARED_CHARACTERS);
}
