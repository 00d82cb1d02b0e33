// Cleanup: what a scope does last, in reverse order, each to its end whatever became of the others, within a time.

import { adopt, type Context, isThenable, runInContext } from "../../record/index.js";
import { CleanupTimeoutError, TimeoutError } from "../scope-errors.js";
import type { ScopeOptions } from "../scope-options.js";
import { until } from "../waits/index.js";

/** One of them. */
interface Finalizer {
  readonly run: () => unknown;
  /** What it gives back, where it is a resource's. */
  resource: unknown;
  before: Finalizer | undefined;
  after: Finalizer | undefined;
  isTaken: boolean;
}

/** What cleanup needs of its scope. */
export interface CleanupOwner {
  readonly name: string;
  readonly context: Context | undefined;
  readonly isEnded: boolean;
  readonly terms: { readonly cleanupTimeoutMs: number };
  /** Throws where nothing may come into the scope any more. */
  admit(act: string, work: unknown): void;
  /** Runs a function in a scope of its own. */
  runInner(options: ScopeOptions, fn: () => unknown): Promise<unknown>;
  /** A finalizer has failed. */
  cleanupFailed(error: unknown): void;
  /** Reports an error that came too late to be the scope's. */
  drop(error: unknown): void;
}

/** Each finalizer can be taken back in constant time: a scope that lives for long keeps what is still to be done only. */
export class Cleanup {
  readonly #owner: CleanupOwner;
  #last: Finalizer | undefined;
  #ofResources: Map<unknown, Finalizer> | undefined;

  constructor(owner: CleanupOwner) {
    this.#owner = owner;
  }

  get isEmpty(): boolean {
    return this.#last === undefined;
  }

  /** Takes a finalizer in; gives what takes it back, and says whether that was in time. */
  defer(run: () => unknown): () => boolean {
    const finalizer = this.#add(run);
    return () => this.#take(finalizer);
  }

  /** Takes charge of a resource, or of the promise of one. */
  use(resource: unknown): unknown {
    if (isThenable(resource)) return this.#usePromised(resource);
    const dispose = disposerOf(resource);
    this.#assign(this.#admit(dispose), resource);
    return resource;
  }

  /** Takes the finalizer of a resource out; says whether there was one. */
  forget(resource: unknown): boolean {
    const finalizer = this.#ofResources?.get(resource);
    return finalizer !== undefined && this.#take(finalizer);
  }

  async runAll(): Promise<void> {
    const owner = this.#owner;
    for (let last = this.#last; last !== undefined; last = this.#last) {
      this.#take(last);
      const { run } = last;
      try {
        await runInContext(owner.context, () => this.#runWithin(run, owner.terms.cleanupTimeoutMs));
      } catch (error) {
        owner.cleanupFailed(error);
      }
    }
  }

  async #runWithin(finalizer: () => unknown, timeoutMs: number): Promise<void> {
    const name = finalizer.name || "finalizer";
    const limits: ScopeOptions = { name, shield: true, timeoutMs, cancelTimeoutMs: 0, logged: false };
    try {
      await this.#owner.runInner(limits, () => finalizer());
    } catch (error) {
      if (!(error instanceof TimeoutError)) throw error;
      throw new CleanupTimeoutError(`The finalizer ${finalizer.name}`, this.#owner.name, timeoutMs);
    }
  }

  async #usePromised(resource: PromiseLike<unknown>): Promise<unknown> {
    const settled = adopt(resource).then((given) => ({ given, dispose: disposerOf(given) }));
    const finalizer = this.#admit(async () => (await settled.catch(() => undefined))?.dispose());
    // A cancel ends the wait, and not what brings the resource: its finalizer waits for that.
    const { given } = await until(settled);
    this.#assign(finalizer, given);
    return given;
  }

  /** Takes what gives a resource back, or does so at once where the resource is refused; an open scope waits for that. */
  #admit(dispose: () => unknown): Finalizer {
    const owner = this.#owner;
    try {
      owner.admit("use a resource in", undefined);
    } catch (error) {
      const disposed = new Promise((resolve) => resolve(dispose()));
      if (owner.isEnded) disposed.then(undefined, (failure: unknown) => owner.drop(failure));
      else this.#add(() => disposed);
      disposed.then(undefined, () => {});
      throw error;
    }
    return this.#add(dispose);
  }

  #add(run: () => unknown): Finalizer {
    const before = this.#last;
    const finalizer: Finalizer = { run, resource: undefined, before, after: undefined, isTaken: false };
    if (before !== undefined) before.after = finalizer;
    this.#last = finalizer;
    return finalizer;
  }

  /** Notes which resource a finalizer gives back, so that it can be found by it. */
  #assign(finalizer: Finalizer, resource: unknown): void {
    if (finalizer.isTaken) return;
    finalizer.resource = resource;
    this.#ofResources ??= new Map();
    this.#ofResources.set(resource, finalizer);
  }

  /** Takes one out; says whether it was still there. */
  #take(finalizer: Finalizer): boolean {
    if (finalizer.isTaken) return false;
    finalizer.isTaken = true;
    const { before, after, resource } = finalizer;
    if (after === undefined) this.#last = before;
    else after.before = before;
    if (before !== undefined) before.after = after;
    if (resource !== undefined && this.#ofResources?.get(resource) === finalizer) this.#ofResources.delete(resource);
    return true;
  }
}

/** The function that disposes of a resource, looked up once, when it is taken in. */
function disposerOf(resource: unknown): () => unknown {
  if ((typeof resource === "object" && resource !== null) || typeof resource === "function") {
    const { [Symbol.asyncDispose]: asyncDispose, [Symbol.dispose]: dispose } = resource as Partial<
      AsyncDisposable & Disposable
    >;
    const disposer: unknown = asyncDispose ?? dispose;
    if (typeof disposer === "function") return () => disposer.call(resource);
  }
  throw new TypeError(
    `Cannot use ${resource === null ? "null" : typeof resource} as a resource of a scope: it has neither ` +
      "Symbol.asyncDispose nor Symbol.dispose; register what is to be done with scope.defer(fn)",
  );
}
