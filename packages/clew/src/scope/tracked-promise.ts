/**
 * A promise that knows whether somebody took its rejection into his hands. An await and the combinators of `Promise`
 * call `then` on it, since it is of a class of its own; and it never raises `unhandledRejection`, since whoever made it
 * reports what nobody took.
 */
export class TrackedPromise<T> extends Promise<T> {
  /** What is derived from it are plain promises. */
  static override get [Symbol.species](): PromiseConstructor {
    return Promise;
  }

  /** Whether a rejection handler was attached. */
  isHandled = false;

  constructor(executor: (resolve: (value: T | PromiseLike<T>) => void, reject: (error: unknown) => void) => void) {
    super(executor);
    super.then(undefined, ignore);
  }

  override then<A = T, B = never>(
    fulfilled?: ((value: T) => A | PromiseLike<A>) | null,
    rejected?: ((error: unknown) => B | PromiseLike<B>) | null,
  ): Promise<A | B> {
    const derived = super.then(fulfilled, rejected);
    if (typeof rejected === "function") this.isHandled = true;
    // Whoever only wants the value leaves the failure to those who watch over this promise.
    else derived.then(undefined, ignore);
    return derived;
  }
}

function ignore(): void {}
