import { ClewError } from "../record/index.js";

/**
 * A scope's deadline expired before it had ended.
 *
 * @example
 * ```ts
 * import { failAfter, sleepForever, TimeoutError } from "clew/scope";
 *
 * await failAfter(10, () => sleepForever()).catch((error: unknown) => {
 *   console.log(error instanceof TimeoutError);
 * });
 * ```
 */
export class TimeoutError extends ClewError {
  static readonly code = "CLEW_TIMEOUT";
  override readonly name = "TimeoutError";
  readonly code = TimeoutError.code;

  constructor(scopeName: string, ms: number) {
    super(
      `The scope ${scopeName} did not end within ${formatMs(ms)}, and was cancelled; ` +
        "give it more time, or look in the log for what it was still waiting for",
    );
  }
}

/**
 * Something went on after it was cancelled, for longer than `cancelTimeoutMs`. The scope has stopped waiting for it, and
 * it may still be running. A scope rejects with this where it has no error, value or timeout of its own; where it has an
 * error, this is reported to `errorDropped` beside it, with the scope's error as `cause`.
 */
export class CancelIgnoredError extends ClewError {
  static readonly code = "CLEW_CANCEL_IGNORED";
  override readonly name = "CancelIgnoredError";
  readonly code = CancelIgnoredError.code;

  constructor(what: string, ms: number, others: number, cause: unknown) {
    super(
      `${what} has not ended within ${formatMs(ms)} of its cancel${others === 0 ? "" : `, nor have ${others} others`}, ` +
        "and may still be running; pass its signal on to what it waits for, or wait with until(promise); raise cancelTimeoutMs, " +
        "or let go of it with abandonOnCancel",
      cause === undefined ? undefined : { cause },
    );
  }
}

/** A finalizer did not end within `cleanupTimeoutMs`. The scope has stopped waiting for it. */
export class CleanupTimeoutError extends ClewError {
  static readonly code = "CLEW_CLEANUP_TIMEOUT";
  override readonly name = "CleanupTimeoutError";
  readonly code = CleanupTimeoutError.code;

  constructor(what: string, scopeName: string, ms: number) {
    super(
      `${what} of the scope ${scopeName} did not end within ${formatMs(ms)}; ` +
        "make it shorter, or raise cleanupTimeoutMs",
    );
  }
}

/** Something was to be done in a scope that has ended. */
export class ScopeClosedError extends ClewError {
  static readonly code = "CLEW_SCOPE_CLOSED";
  override readonly name = "ScopeClosedError";
  readonly code = ScopeClosedError.code;

  constructor(act: string, scopeName: string) {
    super(
      `Cannot ${act} the scope ${scopeName}: it ended when its body and its last child had ended; ` +
        "do it before that, or open the scope further out",
    );
  }
}

/** A child that was begun with `start` ended before it had called `started`. */
export class NotStartedError extends ClewError {
  static readonly code = "CLEW_NOT_STARTED";
  override readonly name = "NotStartedError";
  readonly code = NotStartedError.code;

  constructor(childName: string) {
    super(`Cannot start ${childName}: it ended without calling started(value); call it when the child is ready`);
  }
}

/** Somebody was to wait for himself, or for a scope that does not end before he does. */
export class WaitsForItselfError extends ClewError {
  static readonly code = "CLEW_WAITS_FOR_ITSELF";
  override readonly name = "WaitsForItselfError";
  readonly code = WaitsForItselfError.code;

  constructor(what: string) {
    super(
      `Cannot wait for ${what} from inside of it: it does not end before whoever waits here has, so this would wait for ever; ` +
        "wait for it outside, or end it with cancel()",
    );
  }
}

function formatMs(ms: number): string {
  return `${Math.round(ms * 1000) / 1000} ms`;
}
