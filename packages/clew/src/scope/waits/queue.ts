// A first-in, first-out queue of waits, linked through its members: entering and leaving cost the same at any length.

import type { SignalOptions, Waiting } from "../cancel/index.js";
import { currentScheduler } from "../time/index.js";
import { Wait } from "./wait.js";

/**
 * Those who wait for their turn, in the order in which they came; whoever is cancelled leaves it. A turn that was given
 * is had: a cancel that comes afterwards does not take it back, so nothing that is handed over is lost.
 */
export class Queue<W extends object, T> {
  /** What they wait for. */
  readonly waitsFor: Waiting;
  #first: Turn<W, T> | undefined;
  #last: Turn<W, T> | undefined;
  #size = 0;
  readonly #emptied: (() => void) | undefined;

  /** `emptied` is called when nobody waits any longer. */
  constructor(waitsFor: Waiting, emptied?: () => void) {
    this.waitsFor = waitsFor;
    this.#emptied = emptied;
  }

  get size(): number {
    return this.#size;
  }

  /** What the first who waits has said of itself. */
  get first(): W | undefined {
    return this.#first?.what;
  }

  /** Waits for `give`. `what` is what the others are to know of this one; `group` is of those who can fail together. */
  join(what: W, options: SignalOptions | undefined, group?: TurnGroup): Promise<T> {
    const turn = new Turn<W, T>(this, what, group);
    const last = this.#last;
    if (last === undefined) this.#first = turn;
    else {
      last.after = turn;
      turn.before = last;
    }
    this.#last = turn;
    this.#size++;
    return turn.listenHere(options).promise;
  }

  left(turn: Turn<W, T>): void {
    const { before, after } = turn;
    if (before === undefined) this.#first = after;
    else before.after = after;
    if (after === undefined) this.#last = before;
    else after.before = before;
    turn.before = undefined;
    turn.after = undefined;
    this.#size--;
    if (this.#size === 0) this.#emptied?.();
  }

  /** Gives the first its turn, and what it said of itself to the caller; `undefined` where nobody waits. */
  give(value: T): W | undefined {
    const turn = this.#first;
    if (turn === undefined) return undefined;
    turn.fire(value);
    return turn.what;
  }

  /** Lets the first fail; says whether there was one. */
  failFirst(error: unknown): boolean {
    const turn = this.#first;
    turn?.fail(error);
    return turn !== undefined;
  }

  /** Lets all fail. */
  fail(error: unknown): void {
    while (this.failFirst(error));
  }
}

/** Those in a queue who belong together: each sender and receiver of a channel has its own, so that closing one is quick. */
export class TurnGroup {
  readonly #turns = new Set<Failing>();

  add(turn: Failing): void {
    this.#turns.add(turn);
  }

  remove(turn: Failing): void {
    this.#turns.delete(turn);
  }

  /** Lets all of them fail, in the order in which they came. */
  fail(error: unknown): void {
    for (const turn of [...this.#turns]) turn.fail(error);
  }
}

interface Failing {
  fail(error: unknown): void;
}

class Turn<W extends object, T> extends Wait<T> {
  before: Turn<W, T> | undefined = undefined;
  after: Turn<W, T> | undefined = undefined;
  readonly what: W;
  readonly #queue: Queue<W, T>;
  readonly #group: TurnGroup | undefined;

  constructor(queue: Queue<W, T>, what: W, group: TurnGroup | undefined) {
    super();
    this.#queue = queue;
    this.what = what;
    this.#group = group;
    group?.add(this);
  }

  override get waitsFor(): Waiting {
    return this.#queue.waitsFor;
  }

  protected override leave(): void {
    super.leave();
    this.#group?.remove(this);
    this.#queue.left(this);
  }
}

/**
 * What came without waiting. It is given at once, or, where this stretch of the program has run for long, after timers
 * and input had their turn: a sender and a receiver that always find each other ready must not starve the rest.
 */
export function atOnce<T>(value: T): Promise<T> {
  const scheduler = currentScheduler();
  if (!scheduler.isTurnDue()) return Promise.resolve(value);
  return new Promise((resolve) => scheduler.yieldTurn(() => resolve(value)));
}
