import type { Action } from "../action.js";
import { currentAction } from "../current/index.js";
import { AlreadyFinishedError } from "../errors.js";
import { adopted } from "../thenable.js";
import type { ActionRecord } from "./action-record.js";

/** A chain of callbacks that run in one action, see the constructor of the same name. */
export interface ActionPromise<T> {
  /** What the chain has come to so far. */
  readonly result: Promise<T>;
  /** Runs `fn` with the result, in the action, where there is one; what it gives is the result from then on. */
  addCallback<U>(fn: (value: T) => U): ActionPromise<Awaited<U>>;
  /** Runs `fn` with the error, in the action, where there is one; what it gives is the result from then on. */
  addErrback<U>(fn: (error: unknown) => U): ActionPromise<T | Awaited<U>>;
  /** Runs one of the two, in the action. An error of the first is not seen by the second. */
  addCallbacks<U, V>(onResult: (value: T) => U, onError: (error: unknown) => V): ActionPromise<Awaited<U> | Awaited<V>>;
  /** Runs `fn` with the result or the error, in the action. */
  addBoth<U>(fn: (outcome: unknown) => U): ActionPromise<Awaited<U>>;
  /** Ends the action with what the chain has come to, and gives its promise. Nothing can be added afterwards. */
  addActionFinish(): Promise<T>;
}

/** What makes an `ActionPromise`. */
export interface ActionPromiseConstructor {
  new <T>(thenable: PromiseLike<T> | T, action?: Action): ActionPromise<T>;
}

/**
 * Twisted's `DeferredContext` for any thenable: callbacks are added to it one by one, each runs in the action in which
 * this was made, or in the one that is given, and `addActionFinish` ends the action with the chain's outcome. Each
 * method gives this same object. Outside of every action, and without one given, the constructor throws.
 *
 * @example
 * ```ts
 * import { ActionPromise, logMessage, startAction } from "clew";
import { adopted } from "../thenable.js";
 *
 * const action = startAction("download");
 * const bytes = await action.run(() =>
 *   new ActionPromise(Promise.resolve("twelve bytes"))
 *     .addCallback((text) => {
 *       logMessage("received");
 *       return text.length;
 *     })
 *     .addActionFinish(),
 * );
 * console.log(bytes);
 * ```
 *
 * ```text output
 * 12
 * ```
 */
export const ActionPromise: ActionPromiseConstructor = class ActionPromise<T> {
  result: Promise<T>;
  readonly #action: Action;
  #isFinished = false;

  constructor(thenable: PromiseLike<T> | T, action: Action | undefined = currentAction()) {
    if (action === undefined) {
      throw new TypeError(
        "Cannot make an ActionPromise outside of every action: make it in the body of one, or give the action as the second argument",
      );
    }
    this.#action = action;
    this.result = Promise.resolve(action.run(() => adopted(thenable))) as Promise<T>;
  }

  addCallback(fn: (value: never) => unknown): never {
    return this.#add("add a callback", fn, undefined);
  }

  addErrback(fn: (error: unknown) => unknown): never {
    return this.#add("add an errback", undefined, fn);
  }

  addCallbacks(onResult: (value: never) => unknown, onError: (error: unknown) => unknown): never {
    return this.#add("add callbacks", onResult, onError);
  }

  addBoth(fn: (outcome: unknown) => unknown): never {
    return this.#add("add a callback", fn, fn);
  }

  addActionFinish(): never {
    this.#add(
      "finish the action",
      (value: unknown) => {
        this.#action.finish();
        return value;
      },
      (error: unknown) => {
        (this.#action as ActionRecord).fail(error);
        throw error;
      },
    );
    this.#isFinished = true;
    return this.result as never;
  }

  #add(act: string, onResult?: (value: never) => unknown, onError?: (error: unknown) => unknown): never {
    if (this.#isFinished) throw new AlreadyFinishedError(act);
    const action = this.#action;
    this.result = this.result.then(
      onResult && ((value) => action.run(() => adopted(onResult(value as never)))),
      onError && ((error) => action.run(() => adopted(onError(error)))),
    ) as Promise<T>;
    return this as never;
  }
};
