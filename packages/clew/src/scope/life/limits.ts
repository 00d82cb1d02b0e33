import { CancelLink, type Cancelled, regionOf } from "../cancel/index.js";
import type { ScopeOptions } from "../scope-options.js";
import { checkMs, Deadline } from "../time/index.js";

/** What a scope does when a limit is reached. */
export interface Limited {
  expired(ms: number): void;
  signalled(heard: Cancelled): void;
}

/** The limits of a scope: its time, which can be moved, and the signal that it was given. */
export class Limits {
  readonly #limited: Limited;
  #deadline: Deadline | undefined = undefined;
  #link: CancelLink | undefined = undefined;

  constructor(limited: Limited) {
    this.#limited = limited;
  }

  /** Begins to hear the signal, and to count the time. Either may be over at once. */
  start({ signal, timeoutMs, deadline }: ScopeOptions): void {
    if (signal !== undefined) this.#link = new CancelLink(regionOf(signal), (heard) => this.#limited.signalled(heard));
    if (deadline !== undefined) this.#time().setDate(deadline, timeoutMs);
    else if (timeoutMs !== undefined) this.#time().set(timeoutMs);
  }

  stop(): void {
    this.stopTime();
    this.#link?.cut();
  }

  stopTime(): void {
    this.#deadline?.stop();
  }

  get timeoutMs(): number | undefined {
    const ms = this.#deadline?.ms;
    return ms === Number.POSITIVE_INFINITY ? undefined : ms;
  }

  set timeoutMs(ms: number | undefined) {
    this.#time().set(checkMs(ms ?? Number.POSITIVE_INFINITY, "give a scope"));
  }

  get deadline(): Date | undefined {
    return this.timeoutMs === undefined ? undefined : this.#deadline?.date;
  }

  set deadline(date: Date | undefined) {
    if (date === undefined) this.#time().set(Number.POSITIVE_INFINITY);
    else this.#time().setDate(date);
  }

  /** How long is left of the time; below 0 it is over. */
  get leftMs(): number | undefined {
    return this.timeoutMs === undefined ? undefined : this.#deadline?.leftMs;
  }

  #time(): Deadline {
    this.#deadline ??= new Deadline((ms) => this.#limited.expired(ms));
    return this.#deadline;
  }
}
