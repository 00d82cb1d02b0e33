import { adopt, type Context, currentContext, isThenable, runInContext } from "../../record/index.js";
import { Cancelled } from "../cancel/index.js";
import { type Asked, PlaceWait } from "./place-queue.js";

/** A function that waits for a place, runs in it, and gives it back. One promise for all of that: many of these may wait. */
export class PlaceRun<R> extends PlaceWait<R> {
  readonly #fn: () => R | PromiseLike<R>;
  readonly #free: (asked: Asked) => void;
  /** What is current where the place was asked for. */
  readonly #context: Context | undefined = currentContext();

  constructor(asked: Asked, fn: () => R | PromiseLike<R>, free: (asked: Asked) => void) {
    super(asked);
    this.#fn = fn;
    this.#free = free;
  }

  override letIn(): void {
    this.leave();
    let result: R | PromiseLike<R>;
    try {
      result = runInContext(this.#context, this.#fn);
    } catch (error) {
      this.#threw(error);
      return;
    }
    if (!isThenable(result)) {
      this.#returned(result);
      return;
    }
    adopt(result as PromiseLike<R>).then(
      (value) => this.#returned(value),
      (error: unknown) => this.#threw(error),
    );
  }

  #returned(value: R): void {
    this.fire(value);
    this.#free(this.asked);
  }

  #threw(error: unknown): void {
    if (error instanceof Cancelled) this.hear(error);
    else this.fail(error);
    this.#free(this.asked);
  }
}
