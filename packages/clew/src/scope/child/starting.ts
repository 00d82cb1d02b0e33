import { CancelLink, type Cancelled, type Region } from "../cancel/index.js";
import type { StartedChild } from "../scope.js";
import { TrackedPromise } from "../waits/index.js";

/**
 * What a child has that was begun with `scope.start`: somebody waits for it to be ready. Until it is, its failure is that
 * one's, and what cancels that one cancels it; from then on it is a child as all others.
 */
export class Starting {
  readonly ready = new TrackedPromise<StartedChild<unknown, unknown>>(undefined);
  isReady = false;
  readonly #link: CancelLink | undefined;

  /** `beginner` is what `start` was called in; `name` is the child's. */
  constructor(beginner: Region | undefined, name: string, cancel: (cancelled: Cancelled) => void) {
    if (beginner !== undefined) this.#link = new CancelLink(beginner, cancel, { for: "start", what: name });
  }

  started(child: StartedChild<unknown, unknown>): void {
    this.isReady = true;
    this.#link?.cut();
    // A child is a thenable, but it stands in an object here, so nobody waits for it.
    this.ready.fulfil(child);
  }

  /** The child has ended before it was ready. */
  failed(error: unknown): void {
    this.#link?.cut();
    this.ready.fail(error);
  }
}
