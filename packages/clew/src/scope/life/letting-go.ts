/** What goes on after a scope's cancel: it is waited for, let go when its time is up, and named in one error. */

import type { Region } from "../cancel/index.js";
import { ignoredError, StuckWatch } from "../child/index.js";
import type { ChildTask } from "../scope.js";
import { CancelIgnoredError } from "../scope-errors.js";
import { findStuck } from "./members.js";

/** What letting go needs of its scope. */
export interface Waiter extends Region {
  readonly name: string;
  readonly cancelTimeoutMs: number;
  /** What the scope would reject with so far. */
  readonly ownError: unknown;
  readonly isBodyRunning: boolean;
  /** Does not wait for the body any longer. */
  letBodyGo(): void;
}

/** That a cancel was ignored, and by which child, where it was one. */
export interface Ignored {
  readonly error: CancelIgnoredError;
  readonly child: ChildTask<unknown> | undefined;
}

export class LettingGo {
  readonly #scope: Waiter;
  #watch: StuckWatch | undefined = undefined;
  #ignored: Ignored | undefined = undefined;

  constructor(scope: Waiter) {
    this.#scope = scope;
  }

  get ignored(): Ignored | undefined {
    return this.#ignored;
  }

  /** Begins to wait for what lives in the scope. */
  watch(): void {
    this.#watch = new StuckWatch(this.#scope.cancelTimeoutMs, () => this.#letGo());
  }

  /** Notes that something was let go; the first of them is named. */
  note(ignored: Ignored): void {
    this.#ignored ??= ignored;
  }

  shelterEnded(): void {
    this.#watch?.shelterEnded();
  }

  stop(): void {
    this.#watch?.stop();
  }

  /** Lets go of what has not ended in time; gives whether anything is left that an inner scope shelters. */
  #letGo(): boolean {
    const scope = this.#scope;
    const { stuck, isSheltering, hasInner } = findStuck(scope);
    const isBodyStuck = scope.isBodyRunning && !hasInner;
    const [first] = stuck;
    if (isBodyStuck) {
      const what = `The body of the scope ${scope.name}`;
      const error = new CancelIgnoredError(what, scope.cancelTimeoutMs, stuck.length, scope.ownError);
      this.note({ error, child: undefined });
    } else if (first !== undefined) {
      this.note({ error: ignoredError(first, stuck.length - 1, scope.ownError), child: first });
    }
    for (const child of stuck) child.abandon(this.#ignored?.error);
    if (isBodyStuck) scope.letBodyGo();
    return isSheltering || hasInner;
  }
}
