// A wait: a promise that is settled when it is told to, or when a region that it listens to is cancelled.

import {
  CancelLink,
  type CancelListener,
  type Cancelled,
  currentRegion,
  type Region,
  regionOf,
  type SignalOptions,
  type Waiting,
} from "../cancel/index.js";
import { currentScheduler, type Scheduler, type Timer } from "../time/index.js";

type Resolve = (value: never) => void;
type Reject = (error: unknown) => void;

let resolveMade: Resolve;
let rejectMade: Reject;
/** One executor for all: a closure for each wait would be garbage. */
const keepSettlers = (resolve: Resolve, reject: Reject): void => {
  resolveMade = resolve;
  rejectMade = reject;
};

/** Settles its promise once. Whoever awaits it late, or never, gets a cancel as quietly as anybody. */
export class Wait<T = void> implements CancelListener {
  nextListener: CancelListener | undefined = undefined;
  previousListener: CancelListener | undefined = undefined;
  listensTo: Region | undefined = undefined;
  readonly promise: Promise<T>;
  readonly #resolve: (value: T) => void;
  readonly #reject: Reject;
  #other: CancelLink | undefined = undefined;

  constructor() {
    this.promise = new Promise<T>(keepSettlers as never);
    this.#resolve = resolveMade as (value: T) => void;
    this.#reject = rejectMade;
  }

  get waitsFor(): Waiting | undefined {
    return { for: "cancel" };
  }

  /** Hears the cancel of what is in force here, and of the signal that was given; either may cancel a wait. */
  listenHere(options: SignalOptions | undefined): this {
    const ambient = currentRegion();
    const given = options?.signal === undefined ? undefined : regionOf(options.signal);
    if (ambient === undefined) given?.listen(this);
    else {
      ambient.listen(this);
      if (given !== undefined && given !== ambient)
        this.#other = new CancelLink(given, (cancelled) => this.hear(cancelled));
    }
    return this;
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
    this.promise.then(undefined, ignore);
  }

  protected leave(): void {
    this.listensTo?.unlisten(this);
    this.#other?.cut();
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

  until(ms: number): this {
    this.#scheduler.set(this, this.#scheduler.now() + ms);
    return this;
  }

  protected override leave(): void {
    super.leave();
    this.#scheduler.clear(this);
  }
}

function ignore(): void {}

/** What has cancelled whoever waits here: the scope or child in force, or the signal that was given. */
export function cancelledHere(options: SignalOptions | undefined): Cancelled | undefined {
  return currentRegion()?.cancelled ?? (options?.signal && regionOf(options.signal))?.cancelled;
}

/** Rejects where whoever is here was cancelled; what would be done is then not done. */
export function refuseIfCancelled(options: SignalOptions | undefined): Promise<never> | undefined {
  const cancelled = cancelledHere(options);
  if (cancelled === undefined) return undefined;
  const refused = Promise.reject(cancelled);
  refused.then(undefined, ignore);
  return refused;
}

/**
 * Calls a function when what is in force here is cancelled, at once where it was; gives what calls that off. It costs
 * less than a signal, which is made only where somebody asks for one. `waitsFor` is what whoever is here waits for
 * meanwhile.
 */
export function whenCancelled(hear: (cancelled: Cancelled) => void, waitsFor?: Waiting): () => void {
  const region = currentRegion();
  if (region === undefined) return () => {};
  const link = new CancelLink(region, hear, waitsFor);
  return () => link.cut();
}
