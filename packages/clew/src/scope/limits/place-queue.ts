import type { Waiting } from "../cancel/index.js";
import { type Placed, TimerHeap } from "../time/index.js";
import { Wait } from "../waits/index.js";

/** What whoever waits for a place has asked for. */
export interface Asked {
  readonly borrower: unknown;
  /** Of those with the same key no more than so many have a place; `undefined` is no key. */
  readonly key: unknown;
  readonly priority: number;
}

/** What a queue knows of whoever waits in it. */
export interface Waiter extends Placed {
  readonly asked: Asked;
  queue: PlaceQueue | undefined;
  /** Has a place now. */
  letIn(): void;
}

/** Whoever waits for a place. It stands in a heap as a timer does, due by its priority and then by when it came. */
export class PlaceWait<T = void> extends Wait<T> implements Waiter {
  at: number;
  order = 0;
  slot = -1;
  readonly asked: Asked;
  queue: PlaceQueue | undefined = undefined;

  constructor(asked: Asked) {
    super();
    this.asked = asked;
    this.at = -asked.priority;
  }

  override get waitsFor(): Waiting {
    return { for: "place" };
  }

  letIn(): void {
    this.fire(undefined as T);
  }

  protected override leave(): void {
    super.leave();
    this.queue?.left(this);
  }
}

/**
 * Those who wait for a place: the highest priority first, and of one priority whoever came first. Those whose key has no
 * place left stand aside, so that they hold nobody up.
 */
export class PlaceQueue {
  readonly #ready = new TimerHeap<Waiter>();
  readonly #aside = new Map<unknown, TimerHeap<Waiter>>();
  readonly #isBusy: (key: unknown) => boolean;
  readonly #emptied: () => void;
  #order = 0;
  #size = 0;

  /** `isBusy` says whether all places of a key are taken; `emptied` is called when nobody waits any longer. */
  constructor(isBusy: (key: unknown) => boolean, emptied: () => void) {
    this.#isBusy = isBusy;
    this.#emptied = emptied;
  }

  get size(): number {
    return this.#size;
  }

  join(wait: Waiter): void {
    const { asked } = wait;
    wait.queue = this;
    wait.order = this.#order++;
    this.#size++;
    if (asked.key === undefined || !this.#isBusy(asked.key)) this.#ready.add(wait);
    else this.#asideOf(asked.key).add(wait);
  }

  /** The first who can have a place; it stays in the queue until it is let in. */
  first(): Waiter | undefined {
    for (;;) {
      const first = this.#ready.first;
      if (first === undefined || first.asked.key === undefined || !this.#isBusy(first.asked.key)) return first;
      this.#ready.remove(first);
      this.#asideOf(first.asked.key).add(first);
    }
  }

  /** A place of a key is free again: the first of that key may come forward. */
  freed(key: unknown): void {
    const aside = this.#aside.get(key);
    const first = aside?.first;
    if (aside === undefined || first === undefined) return;
    aside.remove(first);
    if (aside.size === 0) this.#aside.delete(key);
    this.#ready.add(first);
  }

  #asideOf(key: unknown): TimerHeap<Waiter> {
    let heap = this.#aside.get(key);
    if (heap === undefined) {
      heap = new TimerHeap<Waiter>();
      this.#aside.set(key, heap);
    }
    return heap;
  }

  left(wait: Waiter): void {
    wait.queue = undefined;
    this.#size--;
    this.#takeOut(wait);
    if (this.#size === 0) this.#emptied();
  }

  #takeOut(wait: Waiter): void {
    const { key } = wait.asked;
    if (this.#ready.holds(wait)) {
      this.#ready.remove(wait);
      // Another of its key may have stood aside for it.
      if (key !== undefined && !this.#isBusy(key)) this.freed(key);
      return;
    }
    const aside = this.#aside.get(key);
    aside?.remove(wait);
    if (aside?.size === 0) this.#aside.delete(key);
  }
}
