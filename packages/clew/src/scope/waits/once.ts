import type { SignalOptions, Waiting } from "../cancel/index.js";
import { type EventSource, isEmitter, listenTo } from "./event-source.js";
import { refuseIfCancelled, Wait } from "./wait.js";

/** Options of `once`. */
export interface OnceOptions extends SignalOptions {
  /** Whether this is the event that is waited for, by its arguments; the others are let pass. What it throws is thrown. */
  readonly filter?: ((...args: never[]) => boolean) | undefined;
}

/**
 * Waits for the next event of an emitter, a stream or an event target, or the next that `options.filter` says yes to, and
 * gives its arguments. Rejects with the error
 * of an `error` event that comes first, and with the `Cancelled` of what it stands in or of `options.signal`. Its
 * listeners are gone when it has settled. Node's `events.once`, in a scope.
 *
 * @example
 * ```ts
 * import { EventEmitter } from "node:events";
 * import { once, sleep, withScope } from "clew/scope";
 *
 * const emitter = new EventEmitter();
 * await withScope(async (scope) => {
 *   scope.spawn(async () => {
 *     await sleep(1);
 *     emitter.emit("ready", 42);
 *   });
 *   const [answer] = await once(emitter, "ready");
 *   console.log(answer);
 * });
 * ```
 *
 * ```text output
 * 42
 * ```
 */
export function once(source: EventSource, event: string | symbol, options?: OnceOptions): Promise<unknown[]> {
  const refused = refuseIfCancelled(options);
  if (refused !== undefined) return refused;
  const waiting = new WaitForEvent(event, options?.filter);
  try {
    waiting.listen(source);
  } catch (error) {
    return Promise.reject(error);
  }
  return waiting.listenHere(options).promise;
}

class WaitForEvent extends Wait<unknown[]> {
  readonly #event: string | symbol;
  readonly #filter: ((...args: unknown[]) => boolean) | undefined;
  readonly #stops: (() => void)[] = [];

  constructor(event: string | symbol, filter: OnceOptions["filter"]) {
    super();
    this.#event = event;
    this.#filter = filter as ((...args: unknown[]) => boolean) | undefined;
  }

  override get waitsFor(): Waiting {
    return { for: "event", what: String(this.#event) };
  }

  listen(source: EventSource): void {
    const event = this.#event;
    this.#stops.push(listenTo(source, event, (...args) => this.#heard(args)));
    if (event !== "error" && isEmitter(source)) {
      this.#stops.push(listenTo(source, "error", (error) => this.fail(error)));
    }
  }

  #heard(args: unknown[]): void {
    try {
      if (this.#filter === undefined || this.#filter(...args)) this.fire(args);
    } catch (error) {
      this.fail(error);
    }
  }

  protected override leave(): void {
    super.leave();
    for (const stop of this.#stops.splice(0)) stop();
  }
}
