/**
 * A child as the library keeps it. There may be a hundred thousand of them, and what they cost is memory: so a child is
 * its own context, its state is in a few bits, and what few children have is made when it is needed.
 */

import { type ActionRecord, type AddedFields, type Context, hub } from "../record/index.js";
import type { Cancelled } from "./cancelled.js";
import * as bits from "./child-bits.js";
import { type ChildExtras, createExtras, NO_OPTIONS, promiseOf } from "./child-extras.js";
import { ChildHandle } from "./child-handle.js";
import type { ChildOwner, Member, Unreceived } from "./child-owner.js";
import { dropError } from "./dropped-errors.js";
import { isEcho } from "./echo.js";
import { type Outcome, tellChildCancelled, tellChildExited } from "./hooks.js";
import { ignoredError } from "./ignored-cancel.js";
import { cancelFields, cancelledByCall, logAbandoned, placeOfNext } from "./recording.js";
import { cancelRegion, Region } from "./region.js";
import type { ChildState, ChildTask } from "./scope.js";
import type { SpawnOptions } from "./spawn-options.js";
import { nameOf } from "./spawn-site.js";
import { StuckWatch } from "./stuck-watch.js";
import type { TrackedPromise } from "./tracked-promise.js";

/** What runs as a child. */
export type Work = ((handle: never) => unknown) | PromiseLike<unknown>;

export class RunningChild extends Region implements ChildTask<unknown>, Member, Unreceived, Context {
  readonly work: Work;
  /** The action that is current in it. */
  action: ActionRecord | undefined;
  #bits: number;
  /** What it returned, or what it failed with. */
  #outcome: unknown;
  #extras: ChildExtras | undefined;

  constructor(scope: ChildOwner, work: Work, options: SpawnOptions | undefined, order: number) {
    super(scope);
    this.work = work;
    this.action = undefined;
    this.#bits = order << bits.ORDER_SHIFT;
    this.#outcome = undefined;
    this.#extras = options === undefined ? undefined : createExtras(options);
  }

  // What everybody sees.

  get scope(): ChildOwner {
    return this.parent as ChildOwner;
  }

  get name(): string {
    return this.options.name || nameOf(this.work);
  }

  get state(): ChildState {
    return this.isEnded || this.cancelled === undefined
      ? (bits.STATES[this.#bits & bits.STATE] as ChildState)
      : "cancelling";
  }

  get taskId(): string | undefined {
    return this.ownAction?.taskId;
  }

  get result(): Promise<unknown> {
    this.#bits |= bits.RECEIVED;
    return this.#promise();
  }

  then<A = unknown, B = never>(
    fulfilled?: ((value: unknown) => A | PromiseLike<A>) | null,
    rejected?: ((error: unknown) => B | PromiseLike<B>) | null,
  ): Promise<A | B> {
    if (typeof rejected === "function") this.#bits |= bits.RECEIVED;
    return this.#promise().then(fulfilled, rejected);
  }

  cancel(reason?: unknown): void {
    if (this.isEnded || this.cancelled !== undefined) return;
    cancelRegion(this, cancelledByCall(this.ownAction, reason, `The child ${this.name} was cancelled`));
  }

  // As the context of what runs in it.

  get region(): this {
    return this;
  }

  get fields(): AddedFields | undefined {
    return this.#extras?.fields;
  }

  get stretch(): undefined {
    return undefined;
  }

  // How it runs.

  get options(): SpawnOptions {
    return this.#extras === undefined ? NO_OPTIONS : this.#extras.options;
  }

  get ownAction(): ActionRecord | undefined {
    return (this.#bits & bits.OWN_ACTION) === 0 ? undefined : this.action;
  }

  /** Gives the child the action that is current where it is spawned, or one of its own. */
  setAction(action: ActionRecord | undefined, isOwn: boolean): void {
    this.action = action;
    if (isOwn) this.#bits |= bits.OWN_ACTION;
  }

  get spawnSite(): string | undefined {
    return this.#extras?.spawnSite;
  }

  /** What few children have. */
  get extras(): ChildExtras {
    this.#extras ??= createExtras(NO_OPTIONS);
    return this.#extras;
  }

  begin(): void {
    const { work } = this;
    let result: unknown = work;
    if (typeof work === "function") {
      try {
        result = hub.carrier.run(
          this.ownAction ?? this,
          work as (handle: ChildHandle) => unknown,
          new ChildHandle(this),
        );
      } catch (error) {
        result = Promise.reject(error);
      }
    }
    const promise = result instanceof Promise ? result : Promise.resolve(result);
    // A bound function takes less memory than a closure.
    promise.then(this.returned.bind(this), this.threw.bind(this));
  }

  /** Called with what its function returned. */
  returned(value: unknown): void {
    if (!this.isEnded) this.#end(bits.SUCCEEDED, value);
  }

  /** Called with what its function threw. */
  threw(error: unknown): void {
    const echo = isEcho(error, this);
    if (this.isEnded) {
      if (!echo) dropError(error, this, this);
    } else if (echo) this.#end(bits.CANCELLED, this.cancelled);
    else this.#failed(error);
  }

  #failed(error: unknown): void {
    this.#become(bits.FAILED, error);
    const by = placeOfNext(this.ownAction);
    this.ownAction?.fail(error);
    if ((this.#bits & bits.RECEIVED) !== 0 || this.isBeginnersFailure || this.options.bubble === false) {
      if (!this.isReceivedNow()) this.scope.keepUnreceived(this);
      this.#leave(by);
      return;
    }
    // `await scope.spawn(fn)` comes to take the failure a microtask after a function that failed at once.
    queueMicrotask(() => {
      if ((this.#bits & bits.RECEIVED) === 0) this.scope.childFailed(error, this, by);
      else if (!this.isReceivedNow()) this.scope.keepUnreceived(this);
      this.#leave(by);
    });
  }

  /** Lets go of the child. Whatever becomes of it, the scope does not wait for it any longer. */
  abandon(error: unknown): void {
    if (this.isEnded) return;
    logAbandoned(this.scope.action, this.ownAction, this.name);
    this.#end(bits.ABANDONED, error);
  }

  #end(state: number, outcome: unknown): void {
    this.#become(state, outcome);
    const action = this.ownAction;
    if (action === undefined) {
      this.#leave(undefined);
      return;
    }
    const by = placeOfNext(action);
    if (state === bits.SUCCEEDED) action.succeed();
    else action.fail(outcome, this.cancelled && cancelFields(this.cancelled));
    this.#leave(by);
  }

  #become(state: number, outcome: unknown): void {
    this.#bits = (this.#bits & ~bits.STATE) | state;
    this.#outcome = outcome;
  }

  /** Tells everybody that it has ended; `by` is the place of its finish in the log. */
  #leave(by: string | undefined): void {
    const extras = this.#extras;
    if (extras !== undefined) {
      extras.watch?.stop();
      extras.settle?.();
      extras.settle = undefined;
    }
    tellChildExited(this, bits.STATES[this.#bits & bits.STATE] as Outcome["status"], this.#outcome);
    this.ended();
    const { scope } = this;
    if (this.options.master === true) scope.masterEnded(this.name, by);
    scope.memberEnded(this);
  }

  #promise(): TrackedPromise<unknown> {
    return promiseOf(this.extras, this.isEnded, (resolve, reject) => {
      if ((this.#bits & bits.STATE) === bits.SUCCEEDED) resolve(this.#outcome);
      else reject(this.#outcome);
    });
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
    const state = this.#bits & bits.STATE;
    return state === bits.CANCELLED || state === bits.ABANDONED;
  }

  get order(): number {
    return this.#bits >>> bits.ORDER_SHIFT;
  }

  get child(): ChildTask<unknown> {
    return this;
  }

  get context(): Context {
    return this.ownAction ?? this;
  }

  get error(): unknown {
    return this.#outcome;
  }

  isReceivedNow(): boolean {
    return this.#extras?.tracked?.isHandled === true;
  }

  get isEnded(): boolean {
    return (this.#bits & bits.STATE) !== bits.RUNNING;
  }

  inherit(cancelled: Cancelled): Cancelled {
    return cancelled;
  }

  told(cancelled: Cancelled): void {
    if (this.isEnded) return;
    tellChildCancelled(this, cancelled);
    const { options, scope } = this;
    if (options.abandonOnCancel === true) this.abandon(cancelled);
    // The scope watches over its children itself; this is for a child that is cancelled alone, or has its own time.
    else if (scope.cancelled === undefined || options.cancelTimeoutMs !== undefined) {
      this.extras.watch = new StuckWatch(this.cancelTimeoutMs, () => this.#letGo());
    }
  }

  #letGo(): boolean {
    if (this.first !== undefined) return true;
    const error = ignoredError(this, 0, this.scope.ownError);
    this.scope.memberStuck(error);
    this.abandon(error);
    return false;
  }

  nestedEnded(): void {
    this.#extras?.watch?.shelterEnded();
    this.scope.nestedEnded();
  }

  get cancelTimeoutMs(): number {
    return this.options.cancelTimeoutMs ?? this.scope.cancelTimeoutMs;
  }
}
