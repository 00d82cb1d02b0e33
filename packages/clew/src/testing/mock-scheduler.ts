import { type Scheduler, type Timer, TimerHeap } from "../scope/internal.js";
import { countRequests } from "./active-requests.js";
import { createRandom } from "./random.js";

/** Virtual time, as a test sees it. */
export interface MockClock {
  /** Milliseconds of virtual time since the clock was put in force. */
  readonly now: number;
  /** Runs all that is due in the next `ms` milliseconds, each at its time, and resolves when the time has come. */
  advance(ms: number): Promise<void>;
}

/** How many checkpoints a computation passes before it lets others in, where no seed says otherwise. */
const CHECKPOINTS_PER_TURN = 64;

/** A scheduler whose time passes only when nothing else can happen. */
export class MockScheduler implements Scheduler {
  readonly clock: MockClock;
  readonly #timers = new TimerHeap();
  readonly #random: (() => number) | undefined;
  readonly #startedAt = Date.now();
  readonly #requestsBefore = countRequests();
  #now = 0;
  #order = 0;
  #checkpoints = 0;
  #isTurnAsked = false;
  #isStopped = false;
  /** How many calls of `advance` hold the clock: it does not jump then. */
  #advancing = 0;

  constructor(seed: number | undefined) {
    this.#random = seed === undefined ? undefined : createRandom(seed);
    const now = () => this.#now;
    this.clock = {
      get now() {
        return now();
      },
      advance: (ms) => this.#advance(ms),
    };
  }

  now(): number {
    return this.#now;
  }

  wallNow(): number {
    return this.#startedAt + this.#now;
  }

  set(timer: Timer, at: number): void {
    this.#timers.remove(timer);
    timer.at = Math.max(at, this.#now);
    timer.order = this.#random === undefined ? this.#order++ : this.#random();
    this.#timers.add(timer);
    this.#askForTurn();
  }

  clear(timer: Timer): void {
    this.#timers.remove(timer);
  }

  isTurnDue(): boolean {
    if (this.#random !== undefined) return this.#random() < 0.5;
    return ++this.#checkpoints % CHECKPOINTS_PER_TURN === 0;
  }

  yieldTurn(resume: () => void): void {
    this.set({ at: 0, order: 0, slot: -1, fire: resume }, this.#now + 1);
  }

  stop(): void {
    this.#isStopped = true;
  }

  #askForTurn(): void {
    if (this.#isTurnAsked || this.#isStopped || this.#advancing > 0) return;
    this.#isTurnAsked = true;
    afterThisTurn(() => {
      this.#isTurnAsked = false;
      if (this.#isStopped || this.#advancing > 0 || this.#timers.size === 0) return;
      if (countRequests() <= this.#requestsBefore) this.#fireFirst();
      if (this.#timers.size > 0) this.#askForTurn();
    });
  }

  #fireFirst(): void {
    const { first } = this.#timers;
    if (first === undefined) return;
    this.#timers.remove(first);
    this.#now = Math.max(this.#now, first.at);
    first.fire();
  }

  async #advance(ms: number): Promise<void> {
    if (!(ms >= 0)) throw new RangeError(`Cannot advance the clock by ${ms} ms: time does not go backwards`);
    const until = this.#now + ms;
    this.#advancing++;
    try {
      await turn();
      for (let first = this.#timers.first; first !== undefined && first.at <= until; first = this.#timers.first) {
        this.#fireFirst();
        await turn();
      }
      this.#now = Math.max(this.#now, until);
    } finally {
      this.#advancing--;
      this.#askForTurn();
    }
  }
}

function turn(): Promise<void> {
  return new Promise((resolve) => afterThisTurn(resolve));
}

function afterThisTurn(run: () => void): void {
  if (typeof setImmediate === "function") setImmediate(run);
  else setTimeout(run, 0);
}
