// A scope, its children and what they are given know each other, so they are told in one place.

import type { Signal } from "./cancel/index.js";
import type { ScopeOptions, SpawnOptions, WithScopeOptions } from "./scope-options.js";

/**
 * The owner of concurrent children. It does not end before they have, and a failure of one stops the others. Trio calls
 * it a nursery.
 */
export interface Scope {
  /** Tells scopes and children apart, as in what `children()` gives. */
  readonly kind: "scope";
  readonly name: string;
  /** Names its action in the log; `undefined` where it has none. */
  readonly taskId: string | undefined;
  /**
   * Runs a function as a child, up to its first await at once; or takes in a promise, which cannot be told to stop.
   * Throws the scope's `Cancelled` where it was cancelled, `ScopeClosedError` where it has ended.
   *
   * @example
   * ```ts
   * import { sleep, withScope } from "clew/scope";
   *
   * await withScope(async (scope) => {
   *   scope.spawn(() => sleep(2), { name: "slow" });
   *   scope.spawn(async ({ signal }) => console.log(signal.aborted));
   * });
   * ```
   */
  spawn<R>(fn: ChildFunction<R>, options?: SpawnOptions): ChildTask<Awaited<R>>;
  spawn<T>(promise: PromiseLike<T>, options?: SpawnOptions): ChildTask<T>;
  /**
   * Runs a function as a child and resolves when it calls `started(value)`. Until then its failure is the caller's, and
   * so is its cancel; a child that ends without calling it is a `NotStartedError`.
   *
   * @example
   * ```ts
   * import { sleepForever, withScope } from "clew/scope";
   *
   * await withScope(async (scope) => {
   *   const { child, value } = await scope.start<number>(async ({ started }) => {
   *     started(8080);
   *     await sleepForever();
   *   });
   *   console.log(`listening on ${value}`);
   *   child.cancel();
   * });
   * ```
   */
  start<V, R = unknown>(fn: ChildFunction<R, V>, options?: SpawnOptions): Promise<StartedChild<Awaited<R>, V>>;
  /** Opens a scope that belongs to this one, as `startScope` does. Its failure does not fail this one. */
  fork(options?: ScopeOptions): Scope;
  /** Runs a body in a scope that belongs to this one, as `withScope` does. Its failure is its awaiter's. */
  fork<R>(body: ScopeBody<R>): Promise<Awaited<R> | undefined>;
  fork<R, C = undefined>(options: WithScopeOptions<C>, body: ScopeBody<R>): Promise<Awaited<R> | C>;
  /** Runs `fn` with this scope current. It is no child: nobody waits for it. */
  run<R>(fn: () => R): R;
  /**
   * Ends the scope: quietly without a reason, else rejecting with the reason itself. Children and body are told by
   * their signals, and waited for. The first call wins.
   */
  cancel(reason?: unknown): void;
  /** From now on the scope ends with its last awaited child. */
  finalize(): void;
  /**
   * Resolves when the scope has ended, and rejects with what it ended with. Does not end it. The wait ends with the scope
   * or child that waits; in the scope itself it is a `WaitsForItselfError`.
   */
  join(): Promise<void>;
  /** The time that the scope was given, in milliseconds; setting it counts from now. */
  timeoutMs: number | undefined;
  /** When the scope's own time is up. The earliest of this and of those around it counts. */
  deadline: Date | undefined;
  /** Whether cancels from outside stop here. Taking the shield away lets in a cancel that came meanwhile, at once. */
  shielded: boolean;
  /** Fires when the scope is cancelled, with the `Cancelled` as its reason. Made when it is first read. */
  readonly signal: Signal;
  /** The children and forks that have not ended, in the order in which they came. */
  children(): readonly (ChildTask<unknown> | Scope)[];
  /**
   * Runs `fn` when all children have ended, in reverse order, shielded, within `cleanupTimeoutMs`. Gives a function that
   * takes it back, and says whether that was in time.
   */
  defer(fn: () => unknown): () => boolean;
  /**
   * Takes charge of a resource and gives it back: it is disposed of as `defer` would. What is refused, since the scope
   * was cancelled or has ended, is disposed of at once. A promise of a resource is registered before it is there.
   */
  use<T extends Disposable | AsyncDisposable>(resource: T): T;
  use<T extends Disposable | AsyncDisposable>(resource: PromiseLike<T>): Promise<T>;
  /**
   * Takes a resource out of the scope's charge: its caller disposes of it. Says whether it was in it. A scope that lives as
   * long as the process keeps what it has in charge.
   *
   * @example
   * ```ts
   * import { withScope } from "clew/scope";
   *
   * await withScope((scope) => {
   *   const connection = scope.use({ [Symbol.dispose]: () => console.log("closed") });
   *   if (scope.forget(connection)) connection[Symbol.dispose]();
   * });
   * ```
   *
   * ```text output
   * closed
   * ```
   */
  forget(resource: Disposable | AsyncDisposable): boolean;
  /** Cancels what was not joined, and waits for it. */
  [Symbol.asyncDispose](): Promise<void>;
}

/** The body of a scope. */
export type ScopeBody<R> = (scope: Scope) => R;

/** What `scope.start` gives: the child, and the value that it called `started` with. */
export interface StartedChild<T, V> {
  readonly child: ChildTask<T>;
  readonly value: V;
}

/** What a child's function is given. */
export interface ChildContext<V = unknown> {
  /** Fires when the child is cancelled, with the `Cancelled` as its reason. Made when it is first read. */
  readonly signal: Signal;
  /** The scope that the child belongs to. */
  readonly scope: Scope;
  /** Tells `scope.start` that the child is ready. Does nothing in a child that was spawned. */
  readonly started: (value: V) => void;
}

/** The function of a child. */
export type ChildFunction<R, V = unknown> = (context: ChildContext<V>) => R;

/** How a child stands. */
export type ChildState = "running" | "cancelling" | "succeeded" | "failed" | "cancelled" | "abandoned";

/**
 * A running child. Awaiting it, reading `result`, or calling `then` with a rejection handler takes its failure into the
 * caller's hands: from then on it does not fail the scope. A failure that nobody received is reported to `errorDropped`.
 * The wait ends with the scope or child that waits; the child goes on.
 *
 * @example
 * ```ts
 * import { withScope } from "clew/scope";
 *
 * const sum = await withScope(async (scope) => {
 *   const one = scope.spawn(async () => 1);
 *   const two = scope.spawn(async () => 2);
 *   return (await one) + (await two);
 * });
 * console.log(sum);
 * ```
 */
export interface ChildTask<T> extends PromiseLike<T> {
  /** Tells scopes and children apart, as in what `scope.children()` gives. */
  readonly kind: "child";
  /** What became of it, as a promise: the same each time. */
  readonly result: Promise<T>;
  /** Asks it to stop. Cancelling twice is cancelling once, and cancelling what has ended does nothing. */
  cancel(reason?: unknown): void;
  readonly name: string;
  readonly state: ChildState;
  readonly scope: Scope;
  /** Names its action in the log; `undefined` where it has none. */
  readonly taskId: string | undefined;
}
