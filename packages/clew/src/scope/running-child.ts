/** A child as the library keeps it. There may be a hundred thousand of them, so what few need is made when it is needed. */

import { type ActionRecord, type Context, runInContext } from "../record/index.js";
import type { Cancelled } from "./cancelled.js";
import { ChildHandle } from "./child-handle.js";
import type { ChildOwner, Member, Unreceived } from "./child-owner.js";
import { dropError } from "./dropped-errors.js";
import { isEcho } from "./echo.js";
import { hooksFor, type Outcome } from "./hooks.js";
import { cancelFields, cancelledByCall, logAbandoned, placeOfNext } from "./recording.js";
import { cancelRegion, Region } from "./region.js";
import type { ChildState, ChildTask } from "./scope.js";
import { CancelIgnoredError } from "./scope-errors.js";
import type { SpawnOptions } from "./spawn-options.js";
import { describeWork } from "./spawn-site.js";
import { StuckWatch } from "./stuck-watch.js";
import { TrackedPromise } from "./tracked-promise.js";

/** What runs as a child. */
export type Work = ((handle: never) => unknown) | PromiseLike<unknown>;

const NO_OPTIONS: SpawnOptions = {};

export class RunningChild extends Region implements ChildTask<unknown>, Member, Unreceived {
  readonly scope: ChildOwner;
  readonly work: Work;
  readonly options: SpawnOptions;
  readonly order: number;
  /** Its action, where it has one of its own. */
  action: ActionRecord | undefined = undefined;
  context: Context | undefined = undefined;
  status: Exclude<ChildState, "cancelling"> = "running";
  /** What it returned, or what it failed with. */
  #outcome: unknown = undefined;
  /** Whether its failure is in somebody's hands. */
  #isReceived = false;
  #tracked: TrackedPromise<unknown> | undefined = undefined;
  /** Settles the tracked promise; set while there is one and the child runs. */
  #settle: (() => void) | undefined = undefined;
  #watch: StuckWatch | undefined = undefined;

  constructor(scope: ChildOwner, work: Work, options: SpawnOptions | undefined, order: number) {
    super(scope);
    this.scope = scope;
    this.work = work;
    this.options = options ?? NO_OPTIONS;
    this.order = order;
  }

  get name(): string {
    return this.options.name || (typeof this.work === "function" && this.work.name) || "clew:child";
  }

  get state(): ChildState {
    return this.status === "running" && this.cancelled !== undefined ? "cancelling" : this.status;
  }

  get taskId(): string | undefined {
    return this.action?.taskId;
  }

  get result(): Promise<unknown> {
    this.#isReceived = true;
    return this.#promise();
  }

  then<A = unknown, B = never>(
    fulfilled?: ((value: unknown) => A | PromiseLike<A>) | null,
    rejected?: ((error: unknown) => B | PromiseLike<B>) | null,
  ): Promise<A | B> {
    if (typeof rejected === "function") this.#isReceived = true;
    return this.#promise().then(fulfilled, rejected);
  }

  cancel(reason?: unknown): void {
    if (this.status !== "running" || this.cancelled !== undefined) return;
    cancelRegion(this, cancelledByCall(this.action, reason, `The child ${this.name} was cancelled`));
  }

  /** Begins to run, in its context. */
  begin(context: Context): void {
    this.context = context;
    let result: unknown;
    try {
      result =
        typeof this.work === "function"
          ? runInContext(context, this.work as (handle: ChildHandle) => unknown, new ChildHandle(this))
          : this.work;
    } catch (error) {
      result = Promise.reject(error);
    }
    const promise = result instanceof Promise ? result : Promise.resolve(result);
    promise.then(
      (value: unknown) => this.#returned(value),
      (error: unknown) => this.#threw(error),
    );
  }

  // What a child that was begun with `start` does otherwise.

  /** The child says that it is ready; nobody is there to hear it. */
  started(_value: unknown): void {}

  /** Whether whoever began the child takes its failure. */
  protected get isBeginnersFailure(): boolean {
    return false;
  }

  protected ended(): void {}

  // What the scope needs of its member.

  get isAwaited(): boolean {
    return this.options.awaited !== false;
  }

  get wasCut(): boolean {
    return this.status === "cancelled" || this.status === "abandoned";
  }

  get child(): ChildTask<unknown> {
    return this;
  }

  get error(): unknown {
    return this.#outcome;
  }

  isReceivedNow(): boolean {
    return this.#tracked?.isHandled === true;
  }

  get isEnded(): boolean {
    return this.status !== "running";
  }

  inherit(cancelled: Cancelled): Cancelled {
    return cancelled;
  }

  told(cancelled: Cancelled): void {
    if (this.status !== "running") return;
    if (this.options.abandonOnCancel === true) this.abandon(cancelled);
    // The scope watches over its children itself; this is for a child that is cancelled alone, or has its own time.
    else if (this.scope.cancelled === undefined || this.options.cancelTimeoutMs !== undefined) {
      this.#watch = new StuckWatch(this.cancelTimeoutMs, () => {
        if (this.first !== undefined) return true;
        const error = this.ignoredError(0, this.scope.ownError);
        this.scope.memberStuck(error);
        this.abandon(error);
        return false;
      });
    }
  }

  nestedEnded(): void {
    this.#watch?.shelterEnded();
    this.scope.nestedEnded();
  }

  get cancelTimeoutMs(): number {
    return this.options.cancelTimeoutMs ?? this.scope.cancelTimeoutMs;
  }

  /** What to say of a child that goes on after its cancel. */
  ignoredError(others: number, cause: unknown): CancelIgnoredError {
    const hooks = hooksFor("cancelIgnored");
    if (hooks !== undefined) for (const hook of hooks) hook(this);
    const what = `The child ${this.name} (${describeWork(this.work)}), spawned ${this.spawnSite ?? "without spawnSites"},`;
    return new CancelIgnoredError(what, this.cancelTimeoutMs, others, cause);
  }

  /** The line that spawned it, where that was to be remembered. */
  spawnSite: string | undefined = undefined;

  /** Lets go of the child. Whatever becomes of it, the scope does not wait for it any longer. */
  abandon(error: unknown): void {
    if (this.status !== "running") return;
    this.status = "abandoned";
    this.#outcome = error;
    logAbandoned(this.scope.action, this.action, this.name);
    this.action?.fail(error, this.cancelled && cancelFields(this.cancelled));
    this.#end(undefined);
  }

  #returned(value: unknown): void {
    if (this.status !== "running") return;
    this.status = "succeeded";
    this.#outcome = value;
    const by = placeOfNext(this.options.master === true ? this.action : undefined);
    this.action?.succeed();
    this.#end(by);
  }

  #threw(error: unknown): void {
    const echo = isEcho(error, this);
    if (this.status !== "running") {
      if (!echo) dropError(error, this, this.context);
    } else if (echo) {
      this.status = "cancelled";
      this.#outcome = this.cancelled;
      const by = placeOfNext(this.options.master === true ? this.action : undefined);
      this.action?.fail(this.cancelled);
      this.#end(by);
    } else this.#failed(error);
  }

  #failed(error: unknown): void {
    this.status = "failed";
    this.#outcome = error;
    const by = placeOfNext(this.action);
    this.action?.fail(error);
    if (this.#isReceived || this.isBeginnersFailure || this.options.bubble === false) {
      if (!this.isReceivedNow()) this.scope.keepUnreceived(this);
      this.#end(by);
      return;
    }
    // `await scope.spawn(fn)` comes to take the failure a microtask after a function that failed at once.
    queueMicrotask(() => {
      if (!this.#isReceived) this.scope.childFailed(error, this, by);
      else if (!this.isReceivedNow()) this.scope.keepUnreceived(this);
      this.#end(by);
    });
  }

  #end(by: string | undefined): void {
    this.#watch?.stop();
    this.#settle?.();
    this.#settle = undefined;
    const hooks = hooksFor("childExited");
    if (hooks !== undefined) for (const hook of hooks) hook(this, this.#asOutcome());
    this.ended();
    if (this.options.master === true) this.scope.masterEnded(this.name, by);
    this.scope.memberEnded(this);
  }

  #asOutcome(): Outcome {
    const status = this.status as Outcome["status"];
    return status === "succeeded" ? { status } : { status, error: this.#outcome };
  }

  #promise(): TrackedPromise<unknown> {
    this.#tracked ??= new TrackedPromise((resolve, reject) => {
      const settle = () => {
        if (this.status === "succeeded") resolve(this.#outcome);
        else reject(this.#outcome);
      };
      if (this.status === "running") this.#settle = settle;
      else settle();
    });
    return this.#tracked;
  }
}
