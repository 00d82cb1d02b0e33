/** What cancels a scope: a failure in it, a call, its time, a signal; and which error it ends with because of that. */

import { Cancelled } from "./cancelled.js";
import { Deadline } from "./deadline.js";
import { logDeadline } from "./recording.js";
import { cancelRegion, type Region } from "./region.js";
import { TimeoutError } from "./scope-errors.js";
import { ScopeIdentity } from "./scope-identity.js";
import type { ScopeOptions } from "./scope-options.js";
import { SignalLink } from "./signal-link.js";
import { cancelledBySignal } from "./signal-region.js";
import { Verdict } from "./verdict.js";

export abstract class ScopeCancelling extends ScopeIdentity {
  protected readonly verdict: Verdict;
  #deadline: Deadline | undefined = undefined;
  #link: SignalLink | undefined = undefined;

  constructor(parent: Region | undefined, options: ScopeOptions | undefined, bodyName: string) {
    super(parent, options, bodyName);
    this.verdict = new Verdict(options?.errors === "group");
  }

  /** Begins to hear its signal, and to count its time. Either may cancel it at once. */
  protected startLimits(): void {
    const { signal, timeoutMs, deadline } = this.options;
    if (signal !== undefined) this.#link = new SignalLink(signal, this.#signalled);
    if (deadline !== undefined) this.limit().setDate(deadline, timeoutMs);
    else if (timeoutMs !== undefined) this.limit().set(timeoutMs);
  }

  protected stopLimits(): void {
    this.#deadline?.stop();
    this.#link?.cut();
  }

  /** Cancels the scope since something in it has failed. */
  protected cancelBecause(error: unknown, by: string | undefined, message: string): void {
    if (this.cancelled !== undefined || this.isEnded) return;
    const cause = error instanceof Error ? error : undefined;
    cancelRegion(this, new Cancelled({ source: "sibling", by, reason: error, cause, message }));
  }

  /** Cancels the scope since the child that the others are there for has ended. */
  masterEnded(name: string, by: string | undefined): void {
    if (this.cancelled !== undefined) return;
    cancelRegion(this, new Cancelled({ source: "end", by, message: `The master child ${name} has ended` }));
  }

  /** Ends the scope with an error that stays what it is. */
  protected endWith(error: unknown, cancelled: Cancelled): void {
    if (error !== undefined) this.verdict.takeBare(error);
    cancelRegion(this, cancelled);
  }

  readonly #signalled = (heard: Cancelled): void => {
    if (this.cancelled !== undefined || this.isEnded) return;
    const cancelled = cancelledBySignal(this.options.signal?.reason ?? heard);
    this.endWith(cancelled, cancelled);
  };

  /** The scope's own time limit. */
  protected limit(): Deadline {
    this.#deadline ??= new Deadline(() => this.#expired());
    return this.#deadline;
  }

  protected get limitOrNone(): Deadline | undefined {
    return this.#deadline;
  }

  /** How long it has until its own deadline; below 0 it has passed. */
  get leftMs(): number | undefined {
    return this.#deadline?.leftMs;
  }

  #expired(): void {
    if (this.cancelled !== undefined || this.isEnded) return;
    const error = new TimeoutError(this.name, this.limit().ms);
    const by = logDeadline(this.action);
    const message = `The time of the scope ${this.name} was up`;
    this.endWith(error, new Cancelled({ source: "deadline", by, reason: error, cause: error, message }));
  }

  inherit(cancelled: Cancelled): Cancelled {
    return cancelled.inherited();
  }
}
