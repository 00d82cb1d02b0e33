// The promise of what became of a child or a scope: a wait of clew's, of which it is known who has received a failure.

import { type Cancelled, currentRegion, type Region, type Waiting } from "../cancel/index.js";
import { WaitsForItselfError } from "../scope-errors.js";
import { refuseIfCancelled, Wait } from "./wait.js";

/** A child or a scope that a promise tells the outcome of. */
export interface Ending {
  /** It in words, for errors and the task tree. */
  readonly asText: string;
  /** Whether code in a region would wait for itself. */
  holdsOpen(here: Region): boolean;
}

/**
 * A promise that knows who handles its rejection. An await and the combinators of `Promise` call `then` on it, since it
 * is of a class of its own; what that gives ends with the scope or child in which it was called, where the promise has
 * an `Ending`. It never raises `unhandledRejection`: whoever made it reports what nobody received.
 */
export class TrackedPromise<T> extends Promise<T> {
  /** What is derived from it are plain promises. */
  static override get [Symbol.species](): PromiseConstructor {
    return Promise;
  }

  #ending: Ending | undefined;
  readonly #resolve: (value: T) => void;
  readonly #reject: (error: unknown) => void;
  #waits: Set<WaitForEnd<T>> | undefined;
  /** How many handlers of a rejection have it, or still wait for it. */
  #receivers = 0;

  constructor(ending: Ending | undefined) {
    let settlers: [(value: T) => void, (error: unknown) => void] | undefined;
    super((resolve, reject) => {
      settlers = [resolve, reject];
    });
    [this.#resolve, this.#reject] = settlers as unknown as [(value: T) => void, (error: unknown) => void];
    this.#ending = ending;
    super.then(undefined, ignore);
  }

  /** Whether somebody has received a rejection, or would. */
  get isHandled(): boolean {
    return this.#receivers > 0;
  }

  /** Settles it, and at once all that wait: a cancel that comes afterwards takes nothing back. */
  fulfil(value: T): void {
    this.#resolve(value);
    for (const wait of this.#end()) wait.fire(value);
  }

  fail(error: unknown): void {
    this.#reject(error);
    for (const wait of this.#end()) wait.fail(error);
  }

  override then<A = T, B = never>(
    fulfilled?: ((value: T) => A | PromiseLike<A>) | null,
    rejected?: ((error: unknown) => B | PromiseLike<B>) | null,
  ): Promise<A | B> {
    const derived = this.#derive(fulfilled, rejected);
    // Whoever only wants the value leaves the failure to those who watch over this promise.
    if (typeof rejected !== "function") derived.then(undefined, ignore);
    return derived;
  }

  /** The outcome for clew's own use, whatever is cancelled meanwhile; a failure is received by `rejected`. */
  observe(fulfilled: (value: T) => void, rejected?: (error: unknown) => void): void {
    if (rejected !== undefined) this.#receivers++;
    super.then(fulfilled, rejected ?? ignore);
  }

  #derive<A, B>(
    fulfilled: ((value: T) => A | PromiseLike<A>) | null | undefined,
    rejected: ((error: unknown) => B | PromiseLike<B>) | null | undefined,
  ): Promise<A | B> {
    const ending = this.#ending;
    const here = ending === undefined ? undefined : currentRegion();
    const receives = typeof rejected === "function";
    if (ending === undefined || here === undefined) {
      if (receives) this.#receivers++;
      return super.then(fulfilled, rejected);
    }
    if (ending.holdsOpen(here)) {
      return Promise.reject(new WaitsForItselfError(ending.asText)).then(fulfilled, rejected);
    }
    const refused = refuseIfCancelled(undefined);
    if (refused !== undefined) return refused.then(fulfilled, rejected);
    if (receives) this.#receivers++;
    const wait = new WaitForEnd<T>(ending.asText, () => {
      this.#waits?.delete(wait);
      if (receives) this.#receivers--;
    });
    this.#waits ??= new Set();
    this.#waits.add(wait);
    return wait.listenHere(undefined).promise.then(fulfilled, rejected);
  }

  #end(): Iterable<WaitForEnd<T>> {
    const waits = this.#waits;
    this.#waits = undefined;
    this.#ending = undefined;
    return waits ?? [];
  }
}

/** Ends with what is waited for, or with the cancel of whoever waits. */
class WaitForEnd<T> extends Wait<T> {
  readonly #what: string;
  readonly #gaveUp: () => void;

  constructor(what: string, gaveUp: () => void) {
    super();
    this.#what = what;
    this.#gaveUp = gaveUp;
  }

  override get waitsFor(): Waiting {
    return { for: "end", what: this.#what };
  }

  override hear(cancelled: Cancelled): void {
    super.hear(cancelled);
    this.#gaveUp();
  }
}

function ignore(): void {}
