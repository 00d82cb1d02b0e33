// A scope while it runs: what a program may ask of it.

import { type ActionRecord, currentContext, runInContext } from "../record/index.js";
import { fieldNames } from "../wire/index.js";
import type { ChildOwner } from "./child-owner.js";
import { currentScheduler } from "./current-scheduler.js";
import { checkMs } from "./deadline.js";
import { dropError } from "./dropped-errors.js";
import { isEcho } from "./echo.js";
import { disposerOf } from "./finalizers.js";
import { hooksFor } from "./hooks.js";
import { membersOf } from "./members-of.js";
import { beginAction, cancelledByCall, contextOf, currentRegion, isLogged } from "./recording.js";
import { cancelRegion, type Region } from "./region.js";
import { livingRegion } from "./root-region.js";
import { RunningChild } from "./running-child.js";
import type { ChildContext, ChildTask, Scope, ScopeBody, StartedChild } from "./scope.js";
import { CancelIgnoredError, CleanupTimeoutError, ScopeClosedError, TimeoutError } from "./scope-errors.js";
import type { Conclusion } from "./scope-identity.js";
import { ScopeLife } from "./scope-life.js";
import type { ScopeOptions, WithScopeOptions } from "./scope-options.js";
import type { SpawnOptions } from "./spawn-options.js";
import { callingLine } from "./spawn-site.js";
import { StartingChild } from "./starting-child.js";
import { TrackedPromise } from "./tracked-promise.js";
import { checkWork, isThenable } from "./work.js";

/** What a program may ask of a scope. */
export class RunningScope extends ScopeLife implements Scope, ChildOwner {
  isFinalized = false;
  #joined: TrackedPromise<unknown> | undefined = undefined;
  #settle: ((conclusion: Conclusion) => void) | undefined = undefined;
  /** Told of the end by whoever opened the scope with a body. */
  #opener: ((conclusion: Conclusion) => void) | undefined = undefined;

  /** Opens a scope in the region that is in force, or in the one that it is forked from. */
  static open(
    options: ScopeOptions | undefined,
    bodyName: string,
    opener: ((conclusion: Conclusion) => void) | undefined,
    owner?: RunningScope,
  ): RunningScope {
    const scope = new RunningScope(owner ?? livingRegion(), owner, options, bodyName);
    scope.#opener = opener;
    scope.open(opener !== undefined);
    return scope;
  }

  get asScope(): Scope {
    return this;
  }

  get taskId(): string | undefined {
    return this.action?.taskId;
  }

  spawn(work: unknown, options?: SpawnOptions): ChildTask<never> {
    this.#admit("spawn into", work);
    const child = new RunningChild(this, checkWork(work), options, this.nextOrder());
    this.#begin(child, this.spawn);
    return child as ChildTask<unknown> as ChildTask<never>;
  }

  start<V, R = unknown>(
    fn: (context: ChildContext<V>) => R,
    options?: SpawnOptions,
  ): Promise<StartedChild<Awaited<R>, V>> {
    try {
      this.#admit("start a child in", fn);
      const child = new StartingChild(this, checkWork(fn), options, this.nextOrder(), currentRegion());
      this.#begin(child, this.start);
      return child.ready as Promise<StartedChild<Awaited<R>, V>>;
    } catch (error) {
      return Promise.reject(error);
    }
  }

  fork(options?: ScopeOptions): Scope;
  fork<R>(body: ScopeBody<R>): Promise<Awaited<R> | undefined>;
  fork<R, C = undefined>(options: WithScopeOptions<C>, body: ScopeBody<R>): Promise<Awaited<R> | C>;
  fork(...given: unknown[]): unknown {
    const body = given.pop();
    if (typeof body !== "function") {
      this.#admit("fork", undefined);
      return RunningScope.open(body as ScopeOptions | undefined, "", undefined, this);
    }
    try {
      this.#admit("fork", undefined);
    } catch (error) {
      return Promise.reject(error);
    }
    let forked: RunningScope | undefined;
    const promise = new TrackedPromise<unknown>((resolve, reject) => {
      forked = RunningScope.open(given[0] as ScopeOptions | undefined, body.name, settler(resolve, reject), this);
    });
    const scope = forked as unknown as RunningScope;
    scope.#joined = promise;
    scope.runBody(body as (scope: Scope) => unknown);
    return promise;
  }

  run<R>(fn: () => R): R {
    const here = currentContext();
    const action = this.action ?? here?.action;
    return runInContext(contextOf(action as ActionRecord | undefined, this, here), fn);
  }

  cancel(reason?: unknown): void {
    if (this.cancelled !== undefined || this.isEnding) return;
    this.endWith(reason, cancelledByCall(this.action, reason, `The scope ${this.name} was cancelled`));
  }

  finalize(): void {
    if (this.isFinalized || this.#opener !== undefined) return;
    this.isFinalized = true;
    this.release();
  }

  async join(): Promise<void> {
    await this.#promise();
  }

  get timeoutMs(): number | undefined {
    const ms = this.limitOrNone?.ms;
    return ms === Number.POSITIVE_INFINITY ? undefined : ms;
  }

  set timeoutMs(ms: number | undefined) {
    this.#moveDeadline(() => this.limit().set(checkMs(ms ?? Number.POSITIVE_INFINITY, "give a scope")));
  }

  get deadline(): Date | undefined {
    return this.timeoutMs === undefined ? undefined : this.limitOrNone?.date;
  }

  set deadline(date: Date | undefined) {
    this.#moveDeadline(() => {
      if (date === undefined) this.limit().set(Number.POSITIVE_INFINITY);
      else this.limit().setDate(date);
    });
  }

  get shielded(): boolean {
    return this.isShield;
  }

  set shielded(isShield: boolean) {
    this.isShield = isShield;
    const cancelled = this.parent?.cancelled;
    if (!isShield && cancelled !== undefined && !this.isEnded) cancelRegion(this, this.inherit(cancelled));
  }

  children(): readonly (ChildTask<unknown> | Scope)[] {
    return membersOf(this) as (Region & (ChildTask<unknown> | Scope))[];
  }

  defer(fn: () => unknown): void {
    if (this.isEnded) throw new ScopeClosedError("defer a finalizer in", this.name);
    this.finalizers().add(fn);
  }

  use<T extends Disposable | AsyncDisposable>(resource: T): T;
  use<T extends Disposable | AsyncDisposable>(resource: PromiseLike<T>): Promise<T>;
  use(resource: unknown): unknown {
    if (isThenable(resource)) return this.#usePromised(resource);
    const dispose = disposerOf(resource);
    try {
      this.#admit("use a resource in", undefined);
    } catch (error) {
      this.#refuse(dispose);
      throw error;
    }
    this.finalizers().add(dispose);
    return resource;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const wasJoined = this.#joined?.isHandled === true;
    if (!this.isFinalized) this.cancel();
    if (!wasJoined) await this.#promise();
    else await this.#promise().catch(() => {});
  }

  isReceivedNow(): boolean {
    return this.#joined?.isHandled === true;
  }

  protected ended(conclusion: Conclusion): void {
    this.#settle?.(conclusion);
    this.#opener?.(conclusion);
    if (this.#opener !== undefined && this.owner === undefined) return;
    if (conclusion.isError && !this.isReceivedNow() && !isEcho(conclusion.error, this)) this.#reportLater();
  }

  protected async runFinalizer(finalizer: () => unknown): Promise<void> {
    const timeoutMs = this.cleanupTimeoutMs;
    const name = finalizer.name || "finalizer";
    try {
      await new Promise((resolve, reject) => {
        const limits: ScopeOptions = { name, shield: true, timeoutMs, cancelTimeoutMs: 0, logged: false };
        RunningScope.open(limits, "", settler(resolve, reject)).runBody(() => finalizer());
      });
    } catch (error) {
      const cause = error instanceof CancelIgnoredError ? error.cause : error;
      if (!(cause instanceof TimeoutError)) throw error;
      throw new CleanupTimeoutError(`The finalizer ${finalizer.name}`, this.name, timeoutMs);
    }
  }

  /** Throws where nothing may come into the scope any more. */
  #admit(act: string, work: unknown): void {
    if (this.cancelled === undefined && !this.isEnded) return;
    // Whoever handed over a promise cannot hear of its failure any more.
    if (isThenable(work)) work.then(undefined, (error: unknown) => this.drop(error));
    if (this.isEnded) throw new ScopeClosedError(act, this.name);
    throw this.cancelled;
  }

  #begin(child: RunningChild, callee: (...args: never[]) => unknown): void {
    const { options } = child;
    if (options.cancelTimeoutMs !== undefined) checkMs(options.cancelTimeoutMs, "wait for a child");
    if (this.spawnSites) child.extras.spawnSite = callingLine(callee);
    this.append(child);
    this.memberBegan(child);
    const here = currentContext();
    if (here?.fields !== undefined) child.extras.fields = here.fields;
    const parent = (here?.action ?? this.context?.action) as ActionRecord | undefined;
    if (isLogged(options.logged ?? this.logged, parent !== undefined)) {
      const extra = { [fieldNames.KIND]: "child", [fieldNames.SCOPE]: this.action?.taskId };
      const parts = { type: child.name, fields: options.fields, region: child, extra };
      child.setAction(beginAction(parent, here, parts), true);
    } else child.setAction(parent, false);
    const hooks = hooksFor("childSpawned");
    if (hooks !== undefined) for (const hook of hooks) hook(child);
    child.begin();
  }

  #moveDeadline(move: () => void): void {
    if (this.isEnded) throw new ScopeClosedError("move the deadline of", this.name);
    if (this.cancelled !== undefined) return;
    move();
    const hooks = hooksFor("deadlineMoved");
    if (hooks !== undefined) for (const hook of hooks) hook(this);
  }

  async #usePromised(resource: PromiseLike<unknown>): Promise<unknown> {
    const settled = Promise.resolve(resource).then(disposerOf);
    const dispose = async () => (await settled.catch(() => undefined))?.();
    try {
      this.#admit("use a resource in", undefined);
    } catch (error) {
      this.#refuse(dispose);
      throw error;
    }
    this.finalizers().add(dispose);
    await settled;
    return resource;
  }

  /** Disposes at once of what was refused; while the scope is open, it waits for that. */
  #refuse(dispose: () => unknown): void {
    const disposed = new Promise((resolve) => resolve(dispose()));
    if (this.isEnded) disposed.then(undefined, (error: unknown) => this.drop(error));
    else this.finalizers().add(() => disposed);
    disposed.then(undefined, () => {});
  }

  /** Nobody has asked for the failure so far: it is kept by the scope around, or for a turn. */
  #reportLater(): void {
    const around = this.owner;
    if (around !== undefined) {
      around.keepUnreceived(this);
      return;
    }
    const fire = () => {
      if (!this.isReceivedNow()) dropError(this.error, undefined, this.context);
    };
    const scheduler = currentScheduler();
    scheduler.set({ at: 0, order: 0, slot: -1, fire }, scheduler.now());
  }

  #promise(): TrackedPromise<unknown> {
    this.#joined ??= new TrackedPromise((resolve, reject) => {
      const settle = settler(resolve, reject);
      if (this.conclusion === undefined) this.#settle = settle;
      else settle(this.conclusion);
    });
    return this.#joined;
  }
}

/** Settles a promise with what a scope ended with. */
export function settler(
  resolve: (value: unknown) => void,
  reject: (error: unknown) => void,
): (conclusion: Conclusion) => void {
  return (conclusion) => {
    if (conclusion.isError) reject(conclusion.error);
    else resolve(conclusion.value);
  };
}
