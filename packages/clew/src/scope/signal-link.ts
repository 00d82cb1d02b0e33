import type { Cancelled } from "./cancelled.js";
import type { CancelListener, Region } from "./region.js";
import type { Signal } from "./signal.js";
import { regionOf } from "./signal-region.js";

/** Hears a signal until it is cut. */
export class SignalLink implements CancelListener {
  nextListener: CancelListener | undefined = undefined;
  previousListener: CancelListener | undefined = undefined;
  listensTo: Region | undefined = undefined;
  readonly #region: Region;
  readonly #aborted: (cancelled: Cancelled) => void;

  constructor(signal: Signal, aborted: (cancelled: Cancelled) => void) {
    this.#region = regionOf(signal);
    this.#aborted = aborted;
    const { cancelled } = this.#region;
    if (cancelled === undefined) this.#region.listen(this);
    else aborted(cancelled);
  }

  get waitsFor(): undefined {
    return undefined;
  }

  hear(cancelled: Cancelled): void {
    this.#aborted(cancelled);
  }

  cut(): void {
    this.#region.unlisten(this);
  }
}
