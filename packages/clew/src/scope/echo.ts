/**
 * What code throws because its signal fired is its scope's `Cancelled` in other clothes. Six of seven Node APIs throw
 * an `AbortError` whose cause is the signal's reason, `fetch` throws the reason itself, and libraries throw a bare
 * `AbortError`.
 */

import { Cancelled } from "./cancelled.js";
import type { Region } from "./region.js";

/** How deep a chain of causes is looked through; chains may be loops. */
const MAX_CAUSES = 8;

/** Whether what was thrown in a region is but the echo of the region's own cancel. */
export function isEcho(thrown: unknown, region: Region): boolean {
  const { cancelled } = region;
  if (cancelled === undefined) return false;
  if (thrown === cancelled) return true;
  try {
    const origin = originOf(cancelled);
    // Code may have been given the signal of `options.signal` by hand; then it throws that one's reason.
    const reason = origin.source === "signal" ? origin.reason : undefined;
    let error: unknown = thrown;
    for (let depth = 0; depth <= MAX_CAUSES && typeof error === "object" && error !== null; depth++) {
      if (error === reason) return true;
      if (error instanceof Cancelled && (error === cancelled || originOf(error) === origin)) return true;
      error = (error as { readonly cause?: unknown }).cause;
    }
    return isBareAbortError(thrown) && (origin.source === "signal" || wasSignalGiven(region));
  } catch {
    // A hostile object: it is not of our making.
    return false;
  }
}

/** The cancel that a region's own was inherited from. */
function originOf(cancelled: Cancelled): Cancelled {
  return cancelled.source === "parent" && cancelled.cause instanceof Cancelled ? cancelled.cause : cancelled;
}

function isBareAbortError(thrown: unknown): boolean {
  if (typeof thrown !== "object" || thrown === null) return false;
  const { name, code, cause } = thrown as {
    readonly name?: unknown;
    readonly code?: unknown;
    readonly cause?: unknown;
  };
  return (name === "AbortError" || code === "ABORT_ERR") && (cause === undefined || cause === null);
}

/** Whether code in the region can have had an aborted signal of it, or of what is around it. */
function wasSignalGiven(region: Region): boolean {
  for (let each: Region | undefined = region; each?.cancelled !== undefined; each = each.parent) {
    if (each.controller !== undefined) return true;
  }
  return false;
}
