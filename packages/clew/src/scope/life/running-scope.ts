/**
 * A scope while it runs. It is a region, since it can be cancelled as one, and has the rest: its terms, its limits, its
 * state, its members, its verdict and its place in the log. What a program may ask of it comes first; what happens to it
 * comes after.
 */

import {
  type ActionRecord,
  type Context,
  currentContext,
  hub,
  isPlainPromise,
  isThenable,
  runInContext,
} from "../../record/index.js";
import { fieldNames, isError } from "../../wire/index.js";
import {
  Cancelled,
  cancelledBySignal,
  cancelRegion,
  contextOf,
  currentRegion,
  isEcho,
  isHeldBy,
  livingRegion,
  Region,
} from "../cancel/index.js";
import {
  begin,
  type ChildOwner,
  callingLine,
  checkFunction,
  checkWork,
  type Member,
  RunningChild,
  type Unreceived,
} from "../child/index.js";
import { beginAction, cancelledByCall, dropError, isLogged, logDeadline, tell } from "../report/index.js";
import type { ChildContext, ChildTask, Scope, ScopeBody, StartedChild } from "../scope.js";
import { type CancelIgnoredError, ScopeClosedError, TimeoutError } from "../scope-errors.js";
import type { ScopeOptions, SpawnOptions, WithScopeOptions } from "../scope-options.js";
import { checkMs } from "../time/index.js";
import { type Ending, quietIfCancelled, reportSettlement, type TrackedPromise } from "../waits/index.js";
import { type Bodied, runBody } from "./body.js";
import { Cleanup, type CleanupOwner } from "./cleanup.js";
import { inTurn, type Opener, ScopeEnding, settler } from "./ending.js";
import { LettingGo, type Waiter } from "./letting-go.js";
import { type Limited, Limits } from "./limits.js";
import { cancelMembers, membersOf, reportNotAwaited, UnreceivedFailures } from "./members.js";
import { ScopeLife } from "./scope-life.js";
import { type Conclusion, enterLog, leaveLog } from "./scope-report.js";
import { type Terms, termsOf } from "./terms.js";
import { Verdict } from "./verdict.js";

export class RunningScope
  extends Region
  implements Scope, ChildOwner, Member, Unreceived, Ending, Limited, Bodied, CleanupOwner, Waiter
{
  readonly terms: Terms;
  readonly state = new ScopeLife();
  /** The scope that it is forked from. */
  readonly owner: RunningScope | undefined;
  /** Which of the members of its owner it is. */
  readonly order: number;
  action: ActionRecord | undefined = undefined;
  /** What is current in its body. */
  context: Context | undefined = undefined;
  wasCut = false;
  #shielded: boolean;
  #members = 0;
  #value: unknown = undefined;
  readonly #ending: ScopeEnding;
  // What few scopes have.
  #limits: Limits | undefined = undefined;
  #verdict: Verdict | undefined = undefined;
  #cleanup: Cleanup | undefined = undefined;
  #unreceived: UnreceivedFailures | undefined = undefined;
  #lettingGo: LettingGo | undefined = undefined;

  private constructor(
    parent: Region,
    owner: RunningScope | undefined,
    options: ScopeOptions | undefined,
    bodyName: string,
    opener: Opener | undefined,
  ) {
    super(parent);
    this.terms = termsOf(options, bodyName, scopeAround(parent)?.terms);
    this.owner = owner;
    this.order = owner === undefined ? 0 : owner.#members++;
    this.#shielded = options?.shield ?? false;
    this.#ending = new ScopeEnding(opener);
  }

  /**
   * Opens a scope in the region that is in force, or in the one that it is forked from. A body will follow where there is
   * an opener; else the caller ends the scope.
   */
  static open(
    options: ScopeOptions | undefined,
    bodyName: string,
    opener: Opener | undefined,
    owner?: RunningScope,
  ): RunningScope {
    const parent = owner ?? livingRegion();
    const scope = new RunningScope(parent, owner, options, bodyName, opener);
    scope.#enter(parent);
    return scope;
  }

  // What a program may ask of it.

  get kind(): "scope" {
    return "scope";
  }

  get name(): string {
    return this.terms.name;
  }

  get taskId(): string | undefined {
    return this.action?.taskId;
  }

  spawn(work: unknown, options?: SpawnOptions): ChildTask<never> {
    this.admit("spawn into", work);
    const child = new RunningChild(this, checkWork(work), options, this.#members++);
    this.#begin(child, options, this.spawn);
    return child as ChildTask<unknown> as ChildTask<never>;
  }

  start<V, R = unknown>(
    fn: (context: ChildContext<V>) => R,
    options?: SpawnOptions,
  ): Promise<StartedChild<Awaited<R>, V>> {
    try {
      this.admit("start a child in", fn);
      const child = new RunningChild(this, checkWork(fn), options, this.#members++);
      const ready = child.start(currentRegion());
      this.#begin(child, options, this.start);
      return ready as Promise<StartedChild<Awaited<R>, V>>;
    } catch (error) {
      return quietIfCancelled(Promise.reject(error));
    }
  }

  fork(options?: ScopeOptions): Scope;
  fork<R>(body: ScopeBody<R>): Promise<Awaited<R> | undefined>;
  fork<R, C = undefined>(options: WithScopeOptions<C>, body: ScopeBody<R>): Promise<Awaited<R> | C>;
  fork(...given: unknown[]): unknown {
    const body = given.pop();
    if (typeof body !== "function") {
      this.admit("fork", undefined);
      return RunningScope.open(body as ScopeOptions | undefined, "", undefined, this);
    }
    try {
      checkFunction("fork", body);
      this.admit("fork", undefined);
    } catch (error) {
      return quietIfCancelled(Promise.reject(error));
    }
    const forked = RunningScope.open(given[0] as ScopeOptions | undefined, body.name, () => {}, this);
    const promise = forked.#promise();
    forked.runBody(body as (scope: Scope) => unknown);
    return promise;
  }

  run<R>(fn: () => R): R {
    const here = currentContext();
    const action = this.action ?? here?.action;
    return runInContext(contextOf(action as ActionRecord | undefined, this, here), fn);
  }

  cancel(reason?: unknown): void {
    if (this.cancelled !== undefined || this.state.phase !== "open") return;
    this.#endWith(reason, cancelledByCall(this.action, reason, `The scope ${this.name} was cancelled`));
  }

  finalize(): void {
    if (this.state.seal()) this.#check();
  }

  join(): Promise<void> {
    const ended = async (): Promise<void> => void (await this.#promise());
    return quietIfCancelled(ended());
  }

  get timeoutMs(): number | undefined {
    return this.#limits?.timeoutMs;
  }

  set timeoutMs(ms: number | undefined) {
    this.#moveDeadline((limits) => {
      limits.timeoutMs = ms;
    });
  }

  get deadline(): Date | undefined {
    return this.#limits?.deadline;
  }

  set deadline(date: Date | undefined) {
    this.#moveDeadline((limits) => {
      limits.deadline = date;
    });
  }

  override get shielded(): boolean {
    return this.#shielded;
  }

  override set shielded(isShielded: boolean) {
    this.#shielded = isShielded;
    const cancelled = this.parent?.cancelled;
    if (!isShielded && cancelled !== undefined && !this.isEnded) cancelRegion(this, this.inherit(cancelled));
  }

  children(): readonly (ChildTask<unknown> | Scope)[] {
    return membersOf(this) as (Member & (ChildTask<unknown> | Scope))[];
  }

  defer(fn: () => unknown): () => boolean {
    checkFunction("defer", fn);
    if (this.isEnded) throw new ScopeClosedError("defer a finalizer in", this.name);
    return this.#clean().defer(fn);
  }

  use<T extends Disposable | AsyncDisposable>(resource: T): T;
  use<T extends Disposable | AsyncDisposable>(resource: PromiseLike<T>): Promise<T>;
  use(resource: unknown): unknown {
    const used = this.#clean().use(resource);
    return isThenable(resource) ? quietIfCancelled(used as Promise<unknown>) : used;
  }

  forget(resource: Disposable | AsyncDisposable): boolean {
    return this.#cleanup?.forget(resource) ?? false;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const wasJoined = this.isReceivedNow();
    if (!this.state.isSealed) this.cancel();
    const promise = this.#promise();
    await new Promise<void>((resolve, reject) => {
      // Also where whoever disposes was cancelled: it is over when this has resolved.
      promise.observe(() => resolve(), wasJoined ? () => resolve() : reject);
    });
  }

  // Its beginning.

  #enter(parent: Region): void {
    const { owner, state, terms } = this;
    if (this.#ending.hasOpener) state.bodyBegan();
    parent.append(this);
    owner?.state.memberBegan(this.isAwaited);
    const place = enterLog(this, terms, currentContext(), owner?.context);
    this.action = place.action;
    this.context = place.context;
    if (hub.hooks.scopeOpened !== undefined) tell("scopeOpened", this);
    if (parent.cancelled !== undefined && !this.#shielded) cancelRegion(this, this.inherit(parent.cancelled));
    const { signal, timeoutMs, deadline } = terms.options;
    if (signal !== undefined || timeoutMs !== undefined || deadline !== undefined) this.#limit().start(terms.options);
  }

  /** Runs the body of a scope that was opened with one. */
  runBody(body: (scope: Scope) => unknown): void {
    runBody(this, body);
  }

  bodyReturned(value: unknown): void {
    this.state.isBodyLeftBehind = false;
    if (this.state.body !== "running") return;
    this.#value = value;
    this.#bodyEnded("returned");
  }

  bodyThrew(error: unknown): void {
    this.state.isBodyLeftBehind = false;
    const echo = isEcho(error, this);
    if (this.state.body !== "running") {
      if (!echo) this.drop(error);
      return;
    }
    if (echo) this.wasCut = true;
    else {
      const verdict = this.#judge();
      if (!verdict.takeBody(error) && !verdict.holds(error)) this.drop(error);
      this.#cancelBecause(error, this.action?.taskId, `The body of the scope ${this.name} failed`);
    }
    this.#bodyEnded("stopped");
  }

  #bodyEnded(how: "returned" | "stopped"): void {
    this.state.bodyEnded(how);
    this.#check();
  }

  // Its members.

  /** Throws where nothing may come into the scope any more. */
  admit(act: string, work: unknown): void {
    if (this.cancelled === undefined && !this.isEnded) return;
    // Whoever handed over a promise cannot hear of its failure any more. A lazy one has not begun, and does not.
    if (isThenable(work) && isPlainPromise(work)) reportSettlement(work);
    if (this.isEnded) throw new ScopeClosedError(act, this.name);
    throw this.cancelled;
  }

  #begin(child: RunningChild, options: SpawnOptions | undefined, callee: (...args: never[]) => unknown): void {
    if (options?.cancelTimeoutMs !== undefined) checkMs(options.cancelTimeoutMs, "wait for a child");
    if (this.terms.spawnSites) child.spawnSite = callingLine(callee);
    this.append(child);
    this.state.memberBegan(child.isAwaited);
    const here = currentContext();
    if (here?.fields !== undefined || here?.neighbour !== undefined) child.setAround(here);
    const parent = (here?.action ?? this.context?.action) as ActionRecord | undefined;
    if (isLogged(options?.logged ?? this.terms.logged, parent !== undefined)) {
      const extra = {
        [fieldNames.KIND]: "child",
        [fieldNames.SCOPE]: this.action?.taskId,
        ...(!child.isAwaited && { [fieldNames.AWAITED]: false }),
      };
      const parts = { type: child.name, fields: options?.fields, region: child, extra };
      child.setAction(beginAction(parent, here, parts), true);
    } else child.setAction(parent, false);
    if (hub.hooks.childSpawned !== undefined) tell("childSpawned", child);
    begin(child);
  }

  memberEnded(member: Member): void {
    this.remove(member);
    if (member.first !== undefined) {
      if (member.isOver)
        reportNotAwaited(
          member,
          this.action,
          `the ${member.child === undefined ? "scope" : "child"} ${nameOf(member)}`,
        );
      member.handOver(this);
    }
    this.state.memberEnded(member.isAwaited);
    if (member.wasCut && this.cancelled !== undefined) this.wasCut = true;
    this.#check();
  }

  childFailed(error: unknown, child: Member, by: string | undefined): void {
    if (!this.#judge().take(error, child.order)) dropError(error, child.child, this.context);
    this.#cancelBecause(error, by, `The child ${child.child?.name ?? ""} failed`);
  }

  childStuck(error: CancelIgnoredError, child: Member): void {
    if (this.cancelled !== undefined) this.#letGo().note({ error, child: child.child });
    else if (!this.#judge().take(error)) dropError(error, child.child, this.context);
    this.#cancelBecause(error, undefined, error.message);
  }

  masterEnded(name: string, by: string | undefined): void {
    if (this.cancelled !== undefined) return;
    cancelRegion(this, new Cancelled({ source: "end", by, message: `The master child ${name} has ended` }));
  }

  keepUnreceived(failure: Unreceived): void {
    if (this.isEnded) dropError(failure.error, failure.child, failure.context);
    else {
      this.#unreceived ??= new UnreceivedFailures();
      this.#unreceived.keep(failure);
    }
  }

  get ownError(): unknown {
    return this.#verdict?.error()?.error;
  }

  // Its cancel.

  /** Cancels the scope since something in it has failed. */
  #cancelBecause(error: unknown, by: string | undefined, message: string): void {
    if (this.cancelled !== undefined || this.isEnded) return;
    const cause = isError(error) ? error : undefined;
    cancelRegion(this, new Cancelled({ source: "sibling", by, reason: error, cause, message }));
  }

  /** Ends the scope with an error that stays what it is. */
  #endWith(error: unknown, cancelled: Cancelled): void {
    if (error !== undefined) this.#judge().takeBare(error);
    cancelRegion(this, cancelled);
  }

  expired(ms: number): void {
    if (this.cancelled !== undefined || this.isEnded) return;
    const error = new TimeoutError(this.name, ms);
    const by = logDeadline(this.action);
    const message = `The time of the scope ${this.name} was up`;
    this.#endWith(error, new Cancelled({ source: "deadline", by, reason: error, cause: error, message }));
  }

  signalled(heard: Cancelled): void {
    if (this.cancelled !== undefined || this.isEnded) return;
    const cancelled = cancelledBySignal(this.terms.options.signal?.reason ?? heard);
    this.#endWith(cancelled, cancelled);
  }

  inherit(cancelled: Cancelled): Cancelled {
    return cancelled.inherited();
  }

  told(cancelled: Cancelled): void {
    this.#limits?.stop();
    if (this.isEnded) return;
    tell("scopeCancelled", this, cancelled);
    if (this.state.hasLiving) this.#letGo().watch();
    // What is below is still to be told: it must not find the scope closed.
    else queueMicrotask(() => this.#check());
  }

  get cancelTimeoutMs(): number {
    return this.terms.cancelTimeoutMs;
  }

  get isBodyRunning(): boolean {
    return this.state.body === "running";
  }

  letBodyGo(): void {
    this.state.isBodyLeftBehind = true;
    this.#bodyEnded("stopped");
  }

  nestedEnded(): void {
    this.#lettingGo?.shelterEnded();
  }

  // Its end.

  get isEnded(): boolean {
    return this.state.phase === "closed";
  }

  get isOver(): boolean {
    return this.state.phase === "closed" && !this.state.isBodyLeftBehind;
  }

  /** Does what the state asks for. */
  #check(): void {
    for (;;) {
      const step = this.state.next(this.cancelled !== undefined, this.#cleanup?.isEmpty === false);
      if (step === "wait") return;
      if (step === "clean") this.#runFinalizers();
      else if (step === "close") this.#close();
      else if (!this.#cancelRest()) return;
    }
  }

  /** Cancels what is not waited for, since all else has ended; gives whether that has ended at once. */
  #cancelRest(): boolean {
    const message = `The scope ${this.name} has ended`;
    cancelMembers(this, new Cancelled({ source: "end", by: this.action?.taskId, message }));
    return !this.state.hasLiving;
  }

  #runFinalizers(): void {
    this.#limits?.stopTime();
    this.state.phase = "cleaning";
    this.#clean()
      .runAll()
      .then(() => {
        this.state.phase = "open";
        this.#check();
      });
  }

  #close(): void {
    this.state.phase = "closed";
    this.#limits?.stop();
    this.#lettingGo?.stop();
    const conclusion = this.#conclude();
    this.#unreceived?.reportAll();
    leaveLog(this, this.action, conclusion);
    if (this.listeners !== undefined) this.dismissListeners();
    this.#ending.conclude(conclusion);
    if (!this.#ending.hasOpener || this.owner !== undefined) this.#keepIfUnreceived(conclusion);
    inTurn(() => this.#leave());
  }

  #leave(): void {
    const { parent, owner } = this;
    if (owner !== undefined) owner.memberEnded(this);
    else {
      parent?.remove(this);
      if (this.first !== undefined) {
        if (this.isOver) reportNotAwaited(this, this.action, `the scope ${this.name}`);
        this.handOver(parent);
      }
    }
    parent?.nestedEnded();
  }

  /**
   * What the scope ends with: its own error; or the value that its body gave; or that it was cut. That a cancel was ignored
   * is the answer only where there is no other, and is reported beside it otherwise.
   */
  #conclude(): Conclusion {
    const own = this.#verdict?.error();
    if (own !== undefined) return this.#besides({ isError: true, error: own.error });
    const { state, cancelled } = this;
    const value = state.body === "returned" ? this.#value : undefined;
    const ignored = this.#lettingGo?.ignored;
    if (ignored !== undefined) {
      const { error } = ignored;
      return value === undefined ? { isError: true, error } : this.#besides({ isError: false, value });
    }
    if (cancelled?.source === "parent" && this.wasCut) {
      return { isError: true, error: this.parent?.cancelled ?? cancelled };
    }
    return { isError: false, value: state.body === "returned" ? value : this.terms.options.ifCancelled };
  }

  #besides(conclusion: Conclusion): Conclusion {
    // A finalizer's time limit is reported as what it is.
    const ignored = this.#lettingGo?.ignored;
    if (ignored !== undefined && !this.isCleanup) dropError(ignored.error, ignored.child, this.context);
    return conclusion;
  }

  /** Reports an error that came too late to be the scope's. */
  drop(error: unknown): void {
    dropError(error, undefined, this.context);
  }

  /** Nobody has asked for the failure so far: it is kept by the scope around, or for a turn. */
  #keepIfUnreceived(conclusion: Conclusion): void {
    if (!conclusion.isError || this.isReceivedNow() || isEcho(conclusion.error, this)) return;
    if (this.owner !== undefined) this.owner.keepUnreceived(this);
    else ScopeEnding.reportLater(this, this.context);
  }

  // As a member of another scope, and as what one waits for.

  get isAwaited(): boolean {
    return true;
  }

  /** Whether it was opened with a body, whose end whoever opened it waits for. */
  get hasBody(): boolean {
    return this.state.body !== "none";
  }

  /** Whether clew opened it, for a finalizer. */
  get isCleanup(): boolean {
    const { parent, owner, terms } = this;
    const isPlain = owner === undefined && terms.options.logged === false;
    return isPlain && parent instanceof RunningScope && parent.state.phase === "cleaning";
  }

  get child(): undefined {
    return undefined;
  }

  get error(): unknown {
    return this.#ending.error;
  }

  isReceivedNow(): boolean {
    return this.#ending.isReceived;
  }

  get asText(): string {
    return `the scope ${this.name}`;
  }

  /** In a scope that was started without a body, what `run` runs is waited for by nobody. */
  holdsOpen(here: Region): boolean {
    if (this.isEnded || (here === this && !this.#ending.hasOpener)) return false;
    return isHeldBy(this, here);
  }

  #promise(): TrackedPromise<unknown> {
    return this.#ending.promise(this);
  }

  // What it has once it needs it.

  #limit(): Limits {
    this.#limits ??= new Limits(this);
    return this.#limits;
  }

  /** How long it has until its own deadline; below 0 it has passed. */
  get leftMs(): number | undefined {
    return this.#limits?.leftMs;
  }

  #letGo(): LettingGo {
    this.#lettingGo ??= new LettingGo(this);
    return this.#lettingGo;
  }

  #judge(): Verdict {
    this.#verdict ??= new Verdict(this.terms.options.errors === "group");
    return this.#verdict;
  }

  #moveDeadline(move: (limits: Limits) => void): void {
    if (this.isEnded) throw new ScopeClosedError("move the deadline of", this.name);
    if (this.cancelled !== undefined) return;
    move(this.#limit());
    tell("deadlineMoved", this);
  }

  #clean(): Cleanup {
    this.#cleanup ??= new Cleanup(this);
    return this.#cleanup;
  }

  cleanupFailed(error: unknown): void {
    if (!this.#judge().take(error)) this.drop(error);
  }

  runInner(options: ScopeOptions, fn: () => unknown): Promise<unknown> {
    return new Promise((resolve, reject) => RunningScope.open(options, "", settler(resolve, reject)).runBody(fn));
  }
}

/** The scope that a region is, or that it is a child of. */
export function scopeAround(region: Region | undefined): RunningScope | undefined {
  let around = region;
  while (around !== undefined && !(around instanceof RunningScope)) around = around.parent;
  return around;
}

function nameOf(member: Member): string {
  return (member as unknown as { readonly name: string }).name;
}
