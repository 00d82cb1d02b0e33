import type { Unreceived } from "./child-owner.js";
import { dropError } from "./dropped-errors.js";

/**
 * How many failures a scope keeps. A scope may live as long as the process, and its children fail all the while: beyond
 * this many the oldest is reported without waiting for the end.
 */
const MOST = 100;

/** Failures that somebody may yet ask for: they are reported when the scope ends and nobody has. */
export class UnreceivedFailures {
  #kept: Unreceived[] = [];

  keep(failure: Unreceived): void {
    this.#kept.push(failure);
    if (this.#kept.length <= MOST) return;
    this.#kept = this.#kept.filter((each) => !each.isReceivedNow());
    if (this.#kept.length > MOST) report(this.#kept.shift() as Unreceived);
  }

  reportAll(): void {
    for (const failure of this.#kept) report(failure);
    this.#kept = [];
  }
}

function report(failure: Unreceived): void {
  if (!failure.isReceivedNow()) dropError(failure.error, failure.child, failure.context);
}
