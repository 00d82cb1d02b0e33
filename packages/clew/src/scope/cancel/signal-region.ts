/**
 * A signal that is not ours, as a region. There is one for each signal, and it puts one listener on the signal while
 * anybody waits: a thousand scopes with the same `options.signal` cost one listener, and leave none behind.
 */

import { isError } from "../../wire/index.js";
import { Cancelled } from "./cancelled.js";
import { type CancelListener, cancelRegion, Region, regionOfSignal } from "./region.js";
import type { Signal } from "./signal.js";

class SignalRegion extends Region {
  readonly #signal: Signal;
  #isAttached = false;

  constructor(signal: Signal) {
    super(undefined);
    this.#signal = signal;
    if (signal.aborted) this.cancelled = cancelledBy(signal);
  }

  override get signal(): Signal {
    return this.#signal;
  }

  override listen(listener: CancelListener): void {
    super.listen(listener);
    if (this.#isAttached) return;
    this.#isAttached = true;
    this.#signal.addEventListener("abort", this.#aborted);
  }

  override unlisten(listener: CancelListener): void {
    super.unlisten(listener);
    if (this.listeners === undefined) this.#detach();
  }

  get isEnded(): boolean {
    return false;
  }

  get isOver(): boolean {
    return false;
  }

  inherit(cancelled: Cancelled): Cancelled {
    return cancelled;
  }

  told(): void {
    this.#detach();
  }

  nestedEnded(): void {}

  readonly #aborted = (): void => cancelRegion(this, cancelledBy(this.#signal));

  #detach(): void {
    if (!this.#isAttached) return;
    this.#isAttached = false;
    this.#signal.removeEventListener("abort", this.#aborted);
  }
}

/** The `Cancelled` of an aborted signal: the one that it carries, where it is derived from a signal of ours. */
function cancelledBy(signal: Signal): Cancelled {
  const reason: unknown = signal.reason;
  if (reason instanceof Cancelled) return reason;
  return cancelledBySignal(reason);
}

/** A `Cancelled` of which a signal is the source. */
export function cancelledBySignal(reason: unknown): Cancelled {
  return new Cancelled({
    source: "signal",
    by: reason instanceof Cancelled ? reason.by : undefined,
    reason,
    cause: isError(reason) ? reason : undefined,
    message: "Cancelled by the signal that was given",
  });
}

const SIGNAL_REGIONS = new WeakMap<object, SignalRegion>();

/** The region of a signal, ours or not. */
export function regionOf(signal: Signal): Region {
  const own = regionOfSignal(signal);
  if (own !== undefined) return own;
  let region = SIGNAL_REGIONS.get(signal);
  if (region === undefined) {
    region = new SignalRegion(signal);
    SIGNAL_REGIONS.set(signal, region);
  } else if (signal.aborted && region.cancelled === undefined) {
    // It was aborted while nobody listened.
    cancelRegion(region, cancelledBy(signal));
  }
  return region;
}
