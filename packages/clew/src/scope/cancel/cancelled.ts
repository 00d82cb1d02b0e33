import { ClewError } from "../../record/index.js";

/** Why something was cancelled. */
export type CancelSource = "explicit" | "deadline" | "sibling" | "parent" | "signal" | "end";

/** What a `Cancelled` is made of. */
export interface CancelledParts {
  readonly source: CancelSource;
  readonly by?: string | undefined;
  readonly reason?: unknown;
  readonly cause?: unknown;
  readonly message: string;
}

/**
 * Says that work was cancelled: what waits in a cancelled scope reject with, and the `reason` of its signal. It is no
 * failure. A scope takes in its own, whatever clothes it comes in; catching one does not un-cancel anything.
 *
 * @example
 * ```ts
 * import { Cancelled, sleep, withScope } from "clew/scope";
 *
 * await withScope(async (scope) => {
 *   scope.spawn(async () => {
 *     try {
 *       await sleep(60_000);
 *     } catch (error) {
 *       if (error instanceof Cancelled) console.log(error.source);
 *       throw error;
 *     }
 *   });
 *   scope.cancel();
 * });
 * ```
 */
export class Cancelled extends ClewError {
  static readonly code = "CLEW_CANCELLED";
  override readonly name = "Cancelled";
  readonly code = Cancelled.code;
  /** What the cancel came from. */
  readonly source: CancelSource;
  /** The place in the log of the message that caused it, where there is one. */
  readonly by: string | undefined;
  /** What was given to `cancel`, the error that ended the scope, or the signal's reason. */
  readonly reason: unknown;
  #inherited: Cancelled | undefined;

  constructor(parts: CancelledParts) {
    super(parts.message, parts.cause === undefined ? undefined : { cause: parts.cause });
    this.source = parts.source;
    this.by = parts.by;
    this.reason = parts.reason;
  }

  /** What scopes that are nested in the cancelled one are told. */
  inherited(): Cancelled {
    if (this.source === "parent") return this;
    this.#inherited ??= new Cancelled({
      source: "parent",
      by: this.by,
      reason: this.reason,
      cause: this,
      message: `Cancelled with the scope around it: ${this.message}`,
    });
    return this.#inherited;
  }
}
