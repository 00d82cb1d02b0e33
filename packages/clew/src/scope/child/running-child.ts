/**
 * A child while it runs. There may be a hundred thousand of them, and what they cost is memory: so a child is its own
 * context, its state is in a few bits, and what few children have is made when it is needed.
 */

import { type ActionRecord, type AddedFields, type Context, cancelFields, hub } from "../../record/index.js";
import { type Cancelled, cancelRegion, isEcho, isHeldBy, Region } from "../cancel/index.js";
import { cancelledByCall, dropError, logAbandoned, type Outcome, placeOfNext, tell } from "../report/index.js";
import type { ChildState, ChildTask } from "../scope.js";
import { NotStartedError } from "../scope-errors.js";
import type { SpawnOptions } from "../scope-options.js";
import { type Ending, leaveSettlement, type SettlementListener, TrackedPromise } from "../waits/index.js";
import type { ChildOwner, Member, Unreceived } from "./child-owner.js";
import { createExtras, type Extras, NO_OPTIONS } from "./extras.js";
import { nameOf } from "./spawn-site.js";
import { Starting } from "./starting.js";
import { ignoredError, StuckWatch } from "./stuck.js";
import type { Work } from "./work.js";

// What a child keeps in one number: its state; whether its failure is in somebody's hands; whether its action is its own;
// whether code runs in it that was let go; and which of the scope's members it is.
const STATES = ["running", "succeeded", "failed", "cancelled", "abandoned"] as const;
const RUNNING = 0;
const SUCCEEDED = 1;
const FAILED = 2;
const CANCELLED = 3;
const ABANDONED = 4;
const STATE = 7;
const RECEIVED = 8;
const OWN_ACTION = 16;
const LEFT_BEHIND = 32;
const ORDER_SHIFT = 6;

export class RunningChild
  extends Region
  implements ChildTask<unknown>, Member, Unreceived, Context, Ending, SettlementListener
{
  readonly work: Work;
  /** The action that is current in it. */
  action: ActionRecord | undefined;
  #bits: number;
  /** What it returned, or what it failed with. */
  #outcome: unknown;
  #extras: Extras | undefined;

  constructor(scope: ChildOwner, work: Work, options: SpawnOptions | undefined, order: number) {
    super(scope);
    this.work = work;
    this.action = undefined;
    this.#bits = order << ORDER_SHIFT;
    this.#outcome = undefined;
    this.#extras = options === undefined ? undefined : createExtras(options);
  }

  // What everybody sees.

  get kind(): "child" {
    return "child";
  }

  get scope(): ChildOwner {
    return this.parent as ChildOwner;
  }

  get name(): string {
    return this.options.name || nameOf(this.work);
  }

  get state(): ChildState {
    return this.isEnded || this.cancelled === undefined ? this.#state : "cancelling";
  }

  get taskId(): string | undefined {
    return this.ownAction?.taskId;
  }

  get result(): Promise<unknown> {
    this.#bits |= RECEIVED;
    return this.#promise();
  }

  then<A = unknown, B = never>(
    fulfilled?: ((value: unknown) => A | PromiseLike<A>) | null,
    rejected?: ((error: unknown) => B | PromiseLike<B>) | null,
  ): Promise<A | B> {
    const promise = this.#promise();
    const derived = promise.then(fulfilled, rejected);
    if (promise.isHandled) this.#bits |= RECEIVED;
    return derived;
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

  get neighbour(): unknown {
    return this.#extras?.neighbour;
  }

  get stretch(): undefined {
    return undefined;
  }

  // What the room knows of it.

  get options(): SpawnOptions {
    return this.#extras === undefined ? NO_OPTIONS : this.#extras.options;
  }

  get ownAction(): ActionRecord | undefined {
    return (this.#bits & OWN_ACTION) === 0 ? undefined : this.action;
  }

  /** Gives the child the action that is current where it is spawned, or one of its own. */
  setAction(action: ActionRecord | undefined, isOwn: boolean): void {
    this.action = action;
    if (isOwn) this.#bits |= OWN_ACTION;
  }

  /** Keeps what holds where it is spawned: the fields of `withFields`, and a neighbour's context. */
  setAround({ fields, neighbour }: Context): void {
    this.#more.fields = fields;
    this.#more.neighbour = neighbour;
  }

  get spawnSite(): string | undefined {
    return this.#extras?.spawnSite;
  }

  set spawnSite(site: string | undefined) {
    this.#more.spawnSite = site;
  }

  /** Whether whoever began it with `start` still waits for it. */
  get isStarting(): boolean {
    return this.#extras?.starting?.isReady === false;
  }

  get asText(): string {
    return `the child ${this.name}`;
  }

  holdsOpen(here: Region): boolean {
    return !this.isEnded && isHeldBy(this, here);
  }

  /** Its outcome, for what clew makes of children, whatever is cancelled meanwhile; its failure is received by `rejected`. */
  observe(fulfilled: (value: unknown) => void, rejected?: (error: unknown) => void): void {
    if (rejected !== undefined) this.#bits |= RECEIVED;
    this.#promise().observe(fulfilled, rejected);
  }

  // How it runs.

  /** Runs until it is ready, or has ended before: `beginner` waits for that, and takes its failure. */
  start(beginner: Region | undefined): Promise<unknown> {
    const asked = beginner === this.scope ? undefined : beginner;
    const starting = new Starting(asked, this.name, (cancelled) => {
      if (!this.isEnded) cancelRegion(this, cancelled.inherited());
    });
    this.#more.starting = starting;
    return starting.ready;
  }

  started(value: unknown): void {
    const starting = this.#extras?.starting;
    if (starting === undefined) return;
    if (starting.isReady) throw new Error(`Cannot start ${this.name} twice: it has called started(value) before`);
    starting.started({ child: this, value });
    tell("childReparented", this);
  }

  fulfilled(value: unknown): void {
    this.#bits &= ~LEFT_BEHIND;
    if (!this.isEnded) this.#end(SUCCEEDED, value);
  }

  rejected(error: unknown): void {
    this.#bits &= ~LEFT_BEHIND;
    const echo = isEcho(error, this);
    if (this.isEnded) {
      if (!echo) dropError(error, this, this);
    } else if (echo) this.#end(CANCELLED, this.cancelled);
    else this.#failed(error);
  }

  #failed(error: unknown): void {
    this.#become(FAILED, error);
    const by = placeOfNext(this.ownAction);
    this.ownAction?.fail(error);
    if ((this.#bits & RECEIVED) !== 0 || this.isStarting || this.options.bubble === false) {
      if (!this.isReceivedNow()) this.scope.keepUnreceived(this);
      this.#leave(by);
      return;
    }
    // `await scope.spawn(fn)` comes to take the failure a microtask after a function that failed at once.
    queueMicrotask(() => {
      if ((this.#bits & RECEIVED) === 0) this.scope.childFailed(error, this, by);
      else if (!this.isReceivedNow()) this.scope.keepUnreceived(this);
      this.#leave(by);
    });
  }

  /** Lets go of the child. Whatever becomes of it, the scope does not wait for it any longer. */
  abandon(error: unknown): void {
    if (this.isEnded) return;
    logAbandoned(this.scope.action, this.ownAction, this.name);
    if (typeof this.work === "function") this.#bits |= LEFT_BEHIND;
    else leaveSettlement(this.work, this);
    this.#end(ABANDONED, error);
  }

  #end(state: number, outcome: unknown): void {
    this.#become(state, outcome);
    const action = this.ownAction;
    if (action === undefined) {
      this.#leave(undefined);
      return;
    }
    const by = placeOfNext(action);
    if (state === SUCCEEDED) action.succeed();
    else action.fail(outcome, this.cancelled && cancelFields(this.cancelled));
    this.#leave(by);
  }

  #become(state: number, outcome: unknown): void {
    this.#bits = (this.#bits & ~STATE) | state;
    this.#outcome = outcome;
  }

  /** Tells everybody that it has ended; `by` is the place of its finish in the log. */
  #leave(by: string | undefined): void {
    const extras = this.#extras;
    if (extras !== undefined) {
      extras.watch?.stop();
      if (extras.tracked !== undefined) this.#settle(extras.tracked);
    }
    if (this.listeners !== undefined) this.dismissListeners();
    if (hub.hooks.childExited !== undefined) tell("childExited", this, this.#asOutcome());
    if (extras?.starting?.isReady === false) {
      extras.starting.failed(this.#state === "succeeded" ? new NotStartedError(this.name) : this.#outcome);
    }
    const { scope } = this;
    if (this.options.master === true) scope.masterEnded(this.name, by);
    scope.memberEnded(this);
  }

  #asOutcome(): Outcome {
    const status = this.#state as Outcome["status"];
    return status === "succeeded" ? { status } : { status, error: this.#outcome };
  }

  #promise(): TrackedPromise<unknown> {
    const extras = this.#more;
    if (extras.tracked === undefined) {
      extras.tracked = new TrackedPromise(this);
      if (this.isEnded) this.#settle(extras.tracked);
    }
    return extras.tracked;
  }

  #settle(promise: TrackedPromise<unknown>): void {
    if ((this.#bits & STATE) === SUCCEEDED) promise.fulfil(this.#outcome);
    else promise.fail(this.#outcome);
  }

  get #state(): (typeof STATES)[number] {
    return STATES[this.#bits & STATE] as (typeof STATES)[number];
  }

  get #more(): Extras {
    this.#extras ??= createExtras(NO_OPTIONS);
    return this.#extras;
  }

  // What the scope needs of its member.

  get isAwaited(): boolean {
    return this.options.awaited !== false;
  }

  get wasCut(): boolean {
    const state = this.#bits & STATE;
    return state === CANCELLED || state === ABANDONED;
  }

  get order(): number {
    return this.#bits >>> ORDER_SHIFT;
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
    const extras = this.#extras;
    if (extras?.starting?.isReady === false) return extras.starting.ready.isHandled;
    return extras?.tracked?.isHandled === true;
  }

  // As a region.

  get isEnded(): boolean {
    return (this.#bits & STATE) !== RUNNING;
  }

  get isOver(): boolean {
    return (this.#bits & STATE) !== RUNNING && (this.#bits & LEFT_BEHIND) === 0;
  }

  inherit(cancelled: Cancelled): Cancelled {
    return cancelled;
  }

  told(cancelled: Cancelled): void {
    if (this.isEnded) return;
    tell("childCancelled", this, cancelled);
    const { options, scope } = this;
    if (options.abandonOnCancel === true) this.abandon(cancelled);
    // The scope watches over its children itself; this is for a child that is cancelled alone, or has its own time.
    else if (scope.cancelled === undefined || options.cancelTimeoutMs !== undefined) {
      this.#more.watch = new StuckWatch(this.cancelTimeoutMs, () => this.#letGo());
    }
  }

  #letGo(): boolean {
    if (this.first !== undefined) return true;
    const error = ignoredError(this, 0, this.scope.ownError);
    this.scope.childStuck(error, this);
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
