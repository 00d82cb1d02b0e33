import { NotAwaitedError } from "./test-errors.js";

/** What everybody calls who waits for a promise. */
const WAIT = "then";

/**
 * A promise that is rejected where nobody waits for it: the runner sees an unhandled rejection, and the test that was
 * over before it had begun does not pass.
 */
export class WatchedPromise<T> extends Promise<T> {
  #isAwaited = false;

  /** What `then` gives is an ordinary promise. */
  static override get [Symbol.species](): PromiseConstructor {
    return Promise;
  }

  static of<T>(promise: Promise<T>): WatchedPromise<T> {
    const watched: WatchedPromise<T> = new WatchedPromise<T>((resolve, reject) => {
      promise.then((value) => {
        if (watched.#isAwaited) resolve(value);
        else reject(new NotAwaitedError());
      }, reject);
    });
    return watched;
  }

  override [WAIT]<U = T, V = never>(
    onResult?: ((value: T) => U | PromiseLike<U>) | null,
    onError?: ((error: unknown) => V | PromiseLike<V>) | null,
  ): Promise<U | V> {
    this.#isAwaited = true;
    return super.then(onResult, onError);
  }
}
