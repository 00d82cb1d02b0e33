/** What a scope ended with, and who has been told of it. */

import type { Context } from "../../record/index.js";
import type { Unreceived } from "../child/index.js";
import { dropError } from "../report/index.js";
import { currentScheduler } from "../time/index.js";
import { type Ending, TrackedPromise } from "../waits/index.js";
import type { Conclusion } from "./scope-report.js";

/** Is told what a scope ended with, by whoever opened it with a body. */
export type Opener = (conclusion: Conclusion) => void;

export class ScopeEnding {
  readonly #opener: Opener | undefined;
  #joined: TrackedPromise<unknown> | undefined = undefined;
  #conclusion: Conclusion | undefined = undefined;

  constructor(opener: Opener | undefined) {
    this.#opener = opener;
  }

  /** Whether whoever opened the scope waits for its end. */
  get hasOpener(): boolean {
    return this.#opener !== undefined;
  }

  get error(): unknown {
    return this.#conclusion?.isError ? this.#conclusion.error : undefined;
  }

  get isReceived(): boolean {
    return this.#joined?.isHandled === true;
  }

  /** The end as a promise, the same each time. */
  promise(scope: Ending): TrackedPromise<unknown> {
    if (this.#joined === undefined) {
      this.#joined = new TrackedPromise<unknown>(scope);
      if (this.#conclusion !== undefined) settle(this.#joined, this.#conclusion);
    }
    return this.#joined;
  }

  conclude(conclusion: Conclusion): void {
    this.#conclusion = conclusion;
    if (this.#joined !== undefined) settle(this.#joined, conclusion);
    this.#opener?.(conclusion);
  }

  /** Reports a failure after a turn in which somebody may yet ask for it. */
  static reportLater(failure: Unreceived, context: Context | undefined): void {
    const fire = (): void => {
      if (!failure.isReceivedNow()) dropError(failure.error, undefined, context);
    };
    const scheduler = currentScheduler();
    scheduler.set({ at: 0, order: 0, slot: -1, fire }, scheduler.now());
  }
}

/** Settles a promise with what a scope ended with. */
export function settler(resolve: (value: unknown) => void, reject: (error: unknown) => void): Opener {
  return (conclusion) => {
    if (conclusion.isError) reject(conclusion.error);
    else resolve(conclusion.value);
  };
}

function settle(promise: TrackedPromise<unknown>, conclusion: Conclusion): void {
  if (conclusion.isError) promise.fail(conclusion.error);
  else promise.fulfil(conclusion.value);
}

const waiting: (() => void)[] = [];

/**
 * Does something at once, or, where that is asked for by what is done already, after it. A scope that closes may close the
 * one around it, and so on: forks are nested deeper than any call stack.
 */
export function inTurn(act: () => void): void {
  waiting.push(act);
  if (waiting.length > 1) return;
  try {
    for (const each of waiting) each();
  } finally {
    waiting.length = 0;
  }
}
