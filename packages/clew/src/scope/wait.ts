import type { Cancelled } from "./cancelled.js";
import { currentScheduler } from "./current-scheduler.js";
import { currentRegion } from "./recording.js";
import type { CancelListener, Region } from "./region.js";
import type { Scheduler } from "./scheduler.js";
import type { SignalOptions } from "./signal.js";
import { regionOf } from "./signal-region.js";
import type { Timer } from "./timer-heap.js";
import type { Waiting } from "./waiting.js";

/** Settles a promise when it is told to, or when a region that it listens to is cancelled. */
export class Wait<T = void> implements CancelListener {
  nextListener: CancelListener | undefined = undefined;
  previousListener: CancelListener | undefined = undefined;
  listensTo: Region | undefined = undefined;
  readonly #resolve: (value: T) => void;
  readonly #reject: (error: unknown) => void;
  #other: OtherListener | undefined = undefined;

  constructor(resolve: (value: T) => void, reject: (error: unknown) => void) {
    this.#resolve = resolve;
    this.#reject = reject;
  }

  get waitsFor(): Waiting | undefined {
    return { for: "cancel" };
  }

  /** Listens to a second region too: two may cancel a wait, the one in force and a signal's. */
  alsoListenTo(region: Region): void {
    this.#other = new OtherListener(this);
    region.listen(this.#other);
  }

  fire(value: T): void {
    this.leave();
    this.#resolve(value);
  }

  fail(error: unknown): void {
    this.leave();
    this.#reject(error);
  }

  hear(cancelled: Cancelled): void {
    this.fail(cancelled);
  }

  protected leave(): void {
    this.listensTo?.unlisten(this);
    this.#other?.listensTo?.unlisten(this.#other);
  }
}

/** A wait that ends when its time has come. */
export class TimedWait extends Wait implements Timer {
  at = 0;
  order = 0;
  slot = -1;
  readonly #scheduler: Scheduler = currentScheduler();

  override get waitsFor(): Waiting {
    return { for: "time", leftMs: Math.max(this.at - this.#scheduler.now(), 0) };
  }

  until(ms: number): void {
    this.#scheduler.set(this, this.#scheduler.now() + ms);
  }

  protected override leave(): void {
    super.leave();
    this.#scheduler.clear(this);
  }
}

class OtherListener implements CancelListener {
  nextListener: CancelListener | undefined = undefined;
  previousListener: CancelListener | undefined = undefined;
  listensTo: Region | undefined = undefined;
  readonly #wait: CancelListener;

  constructor(wait: CancelListener) {
    this.#wait = wait;
  }

  /** It is the region in force that waits; the other one is only heard. */
  get waitsFor(): Waiting | undefined {
    return this.#wait.listensTo === undefined ? this.#wait.waitsFor : undefined;
  }

  hear(cancelled: Cancelled): void {
    this.#wait.hear(cancelled);
  }
}

/** What has cancelled whoever waits here: the scope or child in force, or the signal that was given. */
export function cancelledHere(options: SignalOptions | undefined): Cancelled | undefined {
  return currentRegion()?.cancelled ?? (options?.signal && regionOf(options.signal))?.cancelled;
}

/** Lets a wait hear the cancel of what is in force here, and of the signal that was given. */
export function listenHere<T>(wait: Wait<T>, options: SignalOptions | undefined): void {
  const ambient = currentRegion();
  const given = options?.signal === undefined ? undefined : regionOf(options.signal);
  ambient?.listen(wait);
  if (given !== undefined && given !== ambient) wait.alsoListenTo(given);
}

/** Calls a function when it hears of a cancel. */
class CancelCall extends Wait {
  readonly #waitsFor: Waiting | undefined;

  constructor(hear: (cancelled: Cancelled) => void, waitsFor: Waiting | undefined) {
    super(() => {}, hear as (error: unknown) => void);
    this.#waitsFor = waitsFor;
  }

  override get waitsFor(): Waiting | undefined {
    return this.#waitsFor;
  }
}

/**
 * Calls a function when what is in force here is cancelled, at once where it was; gives what calls that off. It costs
 * less than a signal, which is made only where somebody asks for one. `waitsFor` is what whoever is here waits for
 * meanwhile.
 */
export function whenCancelled(hear: (cancelled: Cancelled) => void, waitsFor?: Waiting): () => void {
  const cancelled = cancelledHere(undefined);
  if (cancelled !== undefined) {
    hear(cancelled);
    return () => {};
  }
  const wait = new CancelCall(hear, waitsFor);
  listenHere(wait, undefined);
  return () => wait.fire();
}
