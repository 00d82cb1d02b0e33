/**
 * Libraries wrap a `Cancelled` in an abort error of their own. This recognises it: six of seven Node APIs throw an
 * `AbortError` whose cause is the signal's reason, `fetch` throws the reason itself, and others a bare abort error. Any
 * other error is an error, whatever its cause: `new Error("rollback failed", { cause: cancelled })` is a failure.
 */

import { Cancelled } from "./cancelled.js";
import type { Region } from "./region.js";

/** How deep abort errors and aggregates are looked through; they may be loops. */
const DEEPEST = 8;

/** What abort errors are known by: DOM's and Node's name and code, axios' code, and undici's. */
const ABORT_CODES: readonly unknown[] = ["ABORT_ERR", "ERR_CANCELED", "UND_ERR_ABORTED"];

/** Whether what was thrown in a region is but the echo of the region's own cancel. */
export function isEcho(thrown: unknown, region: Region): boolean {
  const { cancelled } = region;
  if (cancelled === undefined) return false;
  if (thrown === cancelled) return true;
  try {
    return isEchoOf(thrown, cancelled, region, 0);
  } catch {
    // A hostile object: it is not of our making.
    return false;
  }
}

function isEchoOf(thrown: unknown, cancelled: Cancelled, region: Region, depth: number): boolean {
  if (thrown === cancelled) return true;
  if (typeof thrown !== "object" || thrown === null || depth > DEEPEST) return false;
  const origin = originOf(cancelled);
  if (thrown instanceof Cancelled) return originOf(thrown) === origin;
  // Code may have been given the signal of `options.signal` by hand; then it throws that one's reason.
  if (origin.source === "signal" && thrown === origin.reason) return true;
  if (isAbortError(thrown)) {
    const { cause } = thrown as ErrorLike;
    if (cause === undefined || cause === null) return origin.source === "signal" || wasSignalGiven(region);
    return isEchoOf(cause, cancelled, region, depth + 1);
  }
  const members = membersOf(thrown);
  return members.length > 0 && members.every((member) => isEchoOf(member, cancelled, region, depth + 1));
}

/** Whether something was thrown since somebody was to stop, whoever that was. */
export function isCancelOrAbort(thrown: unknown): boolean {
  if (thrown instanceof Cancelled) return true;
  try {
    return typeof thrown === "object" && thrown !== null && isAbortError(thrown);
  } catch {
    return false;
  }
}

function isAbortError({ name, code }: ErrorLike): boolean {
  return name === "AbortError" || ABORT_CODES.includes(code);
}

interface ErrorLike {
  readonly name?: unknown;
  readonly code?: unknown;
  readonly cause?: unknown;
}

/** The errors that an `AggregateError` or a `SuppressedError` is made of. */
function membersOf(thrown: object): readonly unknown[] {
  const { name, errors, error, suppressed } = thrown as ErrorLike &
    Readonly<Record<"errors" | "error" | "suppressed", unknown>>;
  // By the name: `instanceof` would miss those of another realm.
  if (name === "AggregateError" && Array.isArray(errors)) return errors;
  return name === "SuppressedError" ? [error, suppressed] : [];
}

/** The cancel that a region's own was inherited from. */
function originOf(cancelled: Cancelled): Cancelled {
  return cancelled.source === "parent" && cancelled.cause instanceof Cancelled ? cancelled.cause : cancelled;
}

/** Whether code in the region can have had an aborted signal of it, or of what is around it. */
function wasSignalGiven(region: Region): boolean {
  for (let each: Region | undefined = region; each?.cancelled !== undefined; each = each.parent) {
    if (each.controller !== undefined) return true;
  }
  return false;
}
