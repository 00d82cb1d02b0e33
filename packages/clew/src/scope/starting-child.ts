import type { Cancelled } from "./cancelled.js";
import type { ChildOwner } from "./child-owner.js";
import { hooksFor } from "./hooks.js";
import { type CancelListener, cancelRegion, type Region } from "./region.js";
import { RunningChild, type Work } from "./running-child.js";
import type { StartedChild } from "./scope.js";
import { NotStartedError } from "./scope-errors.js";
import type { SpawnOptions } from "./spawn-options.js";
import { TrackedPromise } from "./tracked-promise.js";
import type { Waiting } from "./waiting.js";

/**
 * A child that somebody waits for to be ready. Until it is, its failure is that one's, and what cancels that one cancels
 * it; from then on it is a child as all others.
 */
export class StartingChild extends RunningChild implements CancelListener {
  nextListener: CancelListener | undefined = undefined;
  previousListener: CancelListener | undefined = undefined;
  listensTo: Region | undefined = undefined;
  readonly #beginner: Region | undefined;
  readonly ready: TrackedPromise<StartedChild<unknown, unknown>>;
  #isReady = false;
  #resolve: (started: StartedChild<unknown, unknown>) => void = () => {};
  #reject: (error: unknown) => void = () => {};

  constructor(
    scope: ChildOwner,
    work: Work,
    options: SpawnOptions | undefined,
    order: number,
    beginner: Region | undefined,
  ) {
    super(scope, work, options, order);
    this.#beginner = beginner === scope ? undefined : beginner;
    this.ready = new TrackedPromise((resolve, reject) => {
      this.#resolve = resolve;
      this.#reject = reject;
    });
    this.#beginner?.listen(this);
  }

  override started(value: unknown): void {
    if (this.#isReady) throw new Error(`Cannot start ${this.name} twice: it has called started(value) before`);
    this.#isReady = true;
    this.#beginner?.unlisten(this);
    // A child is a thenable, but it stands in an object here, so nobody waits for it.
    this.#resolve({ child: this, value });
    const hooks = hooksFor("childReparented");
    if (hooks !== undefined) for (const hook of hooks) hook(this);
  }

  /** What whoever began it waits for: it is heard of as long as that one waits. */
  get waitsFor(): Waiting {
    return { for: "start", what: this.name };
  }

  get isStarting(): boolean {
    return !this.#isReady;
  }

  hear(cancelled: Cancelled): void {
    if (!this.isEnded) cancelRegion(this, cancelled.inherited());
  }

  override isReceivedNow(): boolean {
    return this.#isReady ? super.isReceivedNow() : this.ready.isHandled;
  }

  protected override get isBeginnersFailure(): boolean {
    return !this.#isReady;
  }

  protected override ended(): void {
    if (this.#isReady) return;
    this.#beginner?.unlisten(this);
    this.#reject(this.state === "succeeded" ? new NotStartedError(this.name) : this.error);
  }
}
