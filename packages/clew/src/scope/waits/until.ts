import { isPlainPromise } from "../../record/index.js";
import type { SignalOptions, Waiting } from "../cancel/index.js";
import { leaveSettlement, listenToSettlement, reportSettlement, type SettlementListener } from "./settlement.js";
import { refuseIfCancelled, Wait } from "./wait.js";

/**
 * Waits for any promise, and ends with the scope or child that waits, or with `options.signal`: then it rejects with
 * `Cancelled`, and the promise goes on without it. This is how to await code that cannot be told to stop. What the
 * promise rejects with after that goes to `errorDropped`.
 *
 * @example
 * ```ts
 * import { moveOnAfter, until } from "clew/scope";
 *
 * const deaf = new Promise((resolve) => setTimeout(resolve, 50));
 * const { timedOut } = await moveOnAfter(5, () => until(deaf));
 * console.log(timedOut);
 * ```
 *
 * ```text output
 * true
 * ```
 */
export function until<T>(promise: PromiseLike<T>, options?: SignalOptions): Promise<T> {
  if (typeof (promise as Partial<PromiseLike<T>> | undefined | null)?.then !== "function") {
    throw new TypeError(
      `Cannot wait until ${promise === null ? "null" : typeof promise} settles: give a promise; to wait for a time use sleep(ms)`,
    );
  }
  const refused = refuseIfCancelled(options);
  if (refused === undefined) return new WaitForPromise(promise).listenHere(options).promise;
  // A lazy one has not begun, and does not.
  if (isPlainPromise(promise)) reportSettlement(promise);
  return refused;
}

class WaitForPromise<T> extends Wait<T> implements SettlementListener {
  readonly #awaited: PromiseLike<T>;

  constructor(promise: PromiseLike<T>) {
    super();
    this.#awaited = promise;
    listenToSettlement(promise, this);
  }

  override get waitsFor(): Waiting {
    return { for: "promise" };
  }

  fulfilled(value: T): void {
    this.fire(value);
  }

  rejected(error: unknown): void {
    this.fail(error);
  }

  protected override leave(): void {
    super.leave();
    leaveSettlement(this.#awaited, this);
  }
}
