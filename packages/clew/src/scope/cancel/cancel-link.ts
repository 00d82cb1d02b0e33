import type { Cancelled } from "./cancelled.js";
import type { CancelListener, Region, Waiting } from "./region.js";

/** Calls a function when a region is cancelled, at once where it was, until it is cut. */
export class CancelLink implements CancelListener {
  nextListener: CancelListener | undefined = undefined;
  previousListener: CancelListener | undefined = undefined;
  listensTo: Region | undefined = undefined;
  readonly waitsFor: Waiting | undefined;
  readonly #heard: (cancelled: Cancelled) => void;
  readonly #ended: (() => void) | undefined;

  /** `waitsFor` is what whoever runs in the region waits for meanwhile; `ended` is called at the region's end. */
  constructor(region: Region, heard: (cancelled: Cancelled) => void, waitsFor?: Waiting, ended?: () => void) {
    this.waitsFor = waitsFor;
    this.#heard = heard;
    this.#ended = ended;
    const { cancelled } = region;
    if (cancelled === undefined) region.listen(this);
    else heard(cancelled);
  }

  hear(cancelled: Cancelled): void {
    this.#heard(cancelled);
  }

  regionEnded(): void {
    this.#ended?.();
  }

  cut(): void {
    this.listensTo?.unlisten(this);
  }
}
