// What goes on after its cancel: how long it is waited for, and the error that names it.

import { tell } from "../report/index.js";
import type { ChildTask } from "../scope.js";
import { CancelIgnoredError } from "../scope-errors.js";
import { currentScheduler, type Scheduler, type Timer } from "../time/index.js";
import { describeWork } from "./spawn-site.js";

/**
 * Waits for what was cancelled to end. Scopes that are open in it have watches, shields and finalizers with limits of
 * their own: what is sheltered by one of them is not stuck, and its time begins anew when that one has ended.
 */
export class StuckWatch implements Timer {
  at = 0;
  order = 0;
  slot = -1;
  readonly #scheduler: Scheduler = currentScheduler();
  readonly #ms: number;
  readonly #expired: () => boolean;
  #isWaiting = false;

  /** `expired` lets go of what is stuck, and gives whether anything is left that is sheltered. */
  constructor(ms: number, expired: () => boolean) {
    this.#ms = ms;
    this.#expired = expired;
    this.#arm();
  }

  fire(): void {
    this.#isWaiting = this.#expired();
  }

  /** A scope has ended that sheltered something. */
  shelterEnded(): void {
    if (!this.#isWaiting) return;
    this.#isWaiting = false;
    this.#arm();
  }

  stop(): void {
    this.#isWaiting = false;
    this.#scheduler.clear(this);
  }

  #arm(): void {
    if (this.#ms !== Number.POSITIVE_INFINITY) this.#scheduler.set(this, this.#scheduler.now() + this.#ms);
  }
}

/** A child that goes on after its cancel. */
interface Deaf extends ChildTask<unknown> {
  readonly work: unknown;
  readonly spawnSite: string | undefined;
  readonly cancelTimeoutMs: number;
}

/** Tells observers that a child ignored its cancel, and gives the error that says so. */
export function ignoredError(child: Deaf, others: number, cause: unknown): CancelIgnoredError {
  tell("cancelIgnored", child);
  const spawned =
    child.spawnSite === undefined ? `spawned in the scope ${child.scope.name}` : `spawned at ${child.spawnSite}`;
  const what = `The child ${child.name} (${describeWork(child.work)}), ${spawned},`;
  return new CancelIgnoredError(what, child.cancelTimeoutMs, others, cause);
}
