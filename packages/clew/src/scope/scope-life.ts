/**
 * The life of a scope: who is in it, what cancels it, when it ends and with what. What a program may ask of a scope is
 * in running-scope.ts, which stands on this.
 */

import { currentContext, runInContext } from "../record/index.js";
import { Cancelled } from "./cancelled.js";
import type { Member, Unreceived } from "./child-owner.js";
import { dropError } from "./dropped-errors.js";
import { isEcho } from "./echo.js";
import { Finalizers } from "./finalizers.js";
import { hooksFor } from "./hooks.js";
import { ignoredError } from "./ignored-cancel.js";
import { inTurn } from "./in-turn.js";
import { membersOf } from "./members-of.js";
import { cancelRegion, type Region } from "./region.js";
import type { RunningChild } from "./running-child.js";
import type { Scope } from "./scope.js";
import { ScopeCancelling } from "./scope-cancelling.js";
import { CancelIgnoredError } from "./scope-errors.js";
import type { Conclusion } from "./scope-identity.js";
import type { ScopeOptions } from "./scope-options.js";
import { findStuck } from "./stuck-members.js";
import { StuckWatch } from "./stuck-watch.js";
import { UnreceivedFailures } from "./unreceived-failures.js";

export abstract class ScopeLife extends ScopeCancelling implements Member, Unreceived {
  readonly owner: ScopeLife | undefined;
  /** Which of the members of its owner it is. */
  readonly order: number;
  wasCut = false;

  phase: "open" | "finalizing" | "closed" = "open";
  /** What has not ended: the body, children, forks. */
  #live = 0;
  /** What keeps the scope open: of those, all that are awaited, and a started scope that is not finalized. */
  #holds = 0;
  #members = 0;
  body: "none" | "running" | "returned" | "stopped" = "none";
  #value: unknown = undefined;
  #ignored: CancelIgnoredError | undefined = undefined;
  #watch: StuckWatch | undefined = undefined;
  #finalizers: Finalizers | undefined = undefined;
  #unreceived: UnreceivedFailures | undefined = undefined;

  /** `owner` is the scope that this one is forked from. */
  constructor(
    parent: Region | undefined,
    owner: ScopeLife | undefined,
    options: ScopeOptions | undefined,
    bodyName: string,
  ) {
    super(parent, options, bodyName);
    this.owner = owner;
    this.order = owner === undefined ? 0 : owner.#members++;
  }

  // Opening.

  /** Enters the tree and the log. `hasBody` says whether a body will follow, or the caller ends the scope. */
  protected open(hasBody: boolean): void {
    const here = currentContext();
    this.#holds = 1;
    if (hasBody) {
      this.body = "running";
      this.#live = 1;
    }
    const { parent } = this;
    parent?.append(this);
    this.owner?.memberBegan(this);
    this.enterLog(here, this.owner);
    if (parent?.cancelled !== undefined && !this.isShield) cancelRegion(this, this.inherit(parent.cancelled));
    this.startLimits();
  }

  /** Runs the body of a scope that was opened with one. */
  runBody(body: (scope: Scope) => unknown): void {
    let result: unknown;
    try {
      result = runInContext(this.context, body, this.asScope);
    } catch (error) {
      result = Promise.reject(error);
    }
    const promise = result instanceof Promise ? result : Promise.resolve(result);
    promise.then(
      (value: unknown) => this.#bodyReturned(value),
      (error: unknown) => this.#bodyThrew(error),
    );
  }

  #bodyReturned(value: unknown): void {
    if (this.body !== "running") return;
    this.body = "returned";
    this.#value = value;
    this.#bodyEnded();
  }

  #bodyThrew(error: unknown): void {
    const echo = isEcho(error, this);
    if (this.body !== "running" && !echo) this.drop(error);
    if (this.body !== "running") return;
    this.body = "stopped";
    if (echo) this.wasCut = true;
    else {
      if (!this.verdict.takeBody(error) && !this.verdict.holds(error)) this.drop(error);
      this.cancelBecause(error, this.action?.taskId, `The body of the scope ${this.name} failed`);
    }
    this.#bodyEnded();
  }

  #bodyEnded(): void {
    this.#live--;
    this.#holds--;
    this.check();
  }

  // Members.

  nextOrder(): number {
    return this.#members++;
  }

  memberBegan(member: Member): void {
    this.#live++;
    if (member.isAwaited) this.#holds++;
  }

  memberEnded(member: Member): void {
    this.remove(member);
    member.handOver(this);
    this.#live--;
    if (member.isAwaited) this.#holds--;
    if (member.wasCut && this.cancelled !== undefined) this.wasCut = true;
    this.check();
  }

  childFailed(error: unknown, child: Member, by: string | undefined): void {
    if (!this.verdict.take(error, child.order)) dropError(error, child.child, this.context);
    this.cancelBecause(error, by, `The child ${child.child?.name ?? ""} failed`);
  }

  memberStuck(error: CancelIgnoredError): void {
    if (this.cancelled !== undefined) this.#ignored ??= error;
    else if (!this.verdict.take(error)) this.drop(error);
    this.cancelBecause(error, undefined, error.message);
  }

  /** The scope's own error so far. */
  get ownError(): unknown {
    return this.verdict.error()?.error;
  }

  keepUnreceived(failure: Unreceived): void {
    if (this.phase === "closed") dropError(failure.error, failure.child, failure.context);
    else {
      this.#unreceived ??= new UnreceivedFailures();
      this.#unreceived.keep(failure);
    }
  }

  // Cancelling.

  told(cancelled: Cancelled): void {
    this.stopLimits();
    if (this.phase === "closed") return;
    const hooks = hooksFor("scopeCancelled");
    if (hooks !== undefined) for (const hook of hooks) hook(this.asScope, cancelled);
    if (this.#live > 0) this.#watch = new StuckWatch(this.cancelTimeoutMs, () => this.#letGo());
    // What is below is still to be told: it must not find the scope closed.
    else queueMicrotask(() => this.check());
  }

  nestedEnded(): void {
    this.#watch?.shelterEnded();
  }

  /** Lets go of what has not ended in time; gives whether anything is left that an inner scope shelters. */
  #letGo(): boolean {
    const { stuck, isSheltering, hasInner } = findStuck(this);
    const isBodyStuck = this.body === "running" && !hasInner;
    const count = stuck.length + (isBodyStuck ? 1 : 0);
    if (count > 0) {
      this.#ignored ??= isBodyStuck
        ? new CancelIgnoredError(`The body of the scope ${this.name}`, this.cancelTimeoutMs, count - 1, this.ownError)
        : ignoredError(stuck[0] as RunningChild, count - 1, this.ownError);
    }
    for (const child of stuck) child.abandon(this.#ignored);
    if (isBodyStuck) {
      this.body = "stopped";
      this.#bodyEnded();
    }
    return isSheltering || hasInner;
  }

  // Ending.

  override get isEnded(): boolean {
    return this.phase === "closed";
  }

  /** Whether all is over but for the finalizers. */
  protected get isEnding(): boolean {
    return this.phase !== "open";
  }

  protected release(): void {
    this.#holds--;
    this.check();
  }

  /** Ends the scope if nothing holds it any longer. */
  protected check(): void {
    if (this.phase !== "open") return;
    if (this.cancelled === undefined) {
      if (this.#holds > 0) return;
      if (this.#live > 0) this.#cancelRest();
    }
    if (this.#live > 0 || this.phase !== "open") return;
    this.limitOrNone?.stop();
    if (this.#finalizers === undefined || this.#finalizers.isEmpty) this.#close();
    else this.#finalize(this.#finalizers);
  }

  /** What is not waited for is cancelled when all else has ended. */
  #cancelRest(): void {
    const message = `The scope ${this.name} has ended`;
    const cancelled = new Cancelled({ source: "end", by: this.action?.taskId, message });
    for (const member of membersOf(this)) cancelRegion(member, cancelled);
  }

  protected finalizers(): Finalizers {
    this.#finalizers ??= new Finalizers(
      (finalizer) => runInContext(this.context, () => this.runFinalizer(finalizer)),
      (error) => {
        if (!this.verdict.take(error)) this.drop(error);
      },
    );
    return this.#finalizers;
  }

  protected abstract runFinalizer(finalizer: () => unknown): Promise<unknown>;

  #finalize(finalizers: Finalizers): void {
    this.phase = "finalizing";
    finalizers.runAll().then(() => {
      this.phase = "open";
      this.check();
    });
  }

  #close(): void {
    this.phase = "closed";
    this.stopLimits();
    this.#watch?.stop();
    const conclusion = this.#conclude();
    this.conclusion = conclusion;
    this.#unreceived?.reportAll();
    this.leaveLog(conclusion);
    this.ended(conclusion);
    // That may close the scope around it, and so on: forks are nested deeper than any call stack.
    inTurn(() => this.#leave());
  }

  #leave(): void {
    const { parent, owner } = this;
    if (owner !== undefined) owner.memberEnded(this);
    else {
      parent?.remove(this);
      this.handOver(parent);
    }
    parent?.nestedEnded();
  }

  /** Called once, with what the scope ended with. */
  protected abstract ended(conclusion: Conclusion): void;

  #conclude(): Conclusion {
    if (this.#ignored !== undefined) return { isError: true, error: this.#ignored };
    const own = this.verdict.error();
    if (own !== undefined) return { isError: true, error: own.error };
    const { cancelled } = this;
    if (cancelled?.source === "parent" && this.wasCut) {
      return { isError: true, error: this.parent?.cancelled ?? cancelled };
    }
    return { isError: false, value: this.body === "returned" ? this.#value : this.options.ifCancelled };
  }

  // As a member of another scope, which it is as a fork.

  readonly isAwaited = true;
  readonly child = undefined;

  get error(): unknown {
    return this.conclusion?.isError ? this.conclusion.error : undefined;
  }

  abstract isReceivedNow(): boolean;
}
