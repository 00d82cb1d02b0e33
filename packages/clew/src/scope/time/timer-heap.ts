/** What stands in a heap. It knows its own place there, so that moving and removing it is cheap. */
export interface Placed {
  /** When it is due: for timers in milliseconds of their scheduler. */
  at: number;
  /** Decides between those that are due at the same time: the smaller one is first. */
  order: number;
  /** Its place in the heap; -1 where it is in none. */
  slot: number;
}

/** Something that is due at a time. */
export interface Timer extends Placed {
  fire(): void;
}

/** Timers, or what else has an order, by when they are due. */
export class TimerHeap<T extends Placed = Timer> {
  readonly #timers: T[] = [];

  get size(): number {
    return this.#timers.length;
  }

  /** The timer that is due first. */
  get first(): T | undefined {
    return this.#timers[0];
  }

  /** Whether a timer is in this heap. */
  holds(timer: T): boolean {
    return timer.slot !== -1 && this.#timers[timer.slot] === timer;
  }

  add(timer: T): void {
    this.#timers.push(timer);
    this.#rise(timer, this.#timers.length - 1);
  }

  /** Takes a timer out; one that is not in the heap is left alone. */
  remove(timer: T): void {
    const { slot } = timer;
    if (slot === -1) return;
    timer.slot = -1;
    const last = this.#timers.pop();
    if (last === undefined || last === timer) return;
    this.#rise(last, slot);
    this.#sink(last, last.slot);
  }

  #rise(timer: T, from: number): void {
    const timers = this.#timers;
    let slot = from;
    while (slot > 0) {
      const up = (slot - 1) >> 1;
      const above = timers[up] as T;
      if (!isBefore(timer, above)) break;
      timers[slot] = above;
      above.slot = slot;
      slot = up;
    }
    timers[slot] = timer;
    timer.slot = slot;
  }

  #sink(timer: T, from: number): void {
    const timers = this.#timers;
    let slot = from;
    for (;;) {
      let down = 2 * slot + 1;
      if (down >= timers.length) break;
      const right = timers[down + 1];
      if (right !== undefined && isBefore(right, timers[down] as T)) down++;
      const below = timers[down] as T;
      if (!isBefore(below, timer)) break;
      timers[slot] = below;
      below.slot = slot;
      slot = down;
    }
    timers[slot] = timer;
    timer.slot = slot;
  }
}

function isBefore(a: Placed, b: Placed): boolean {
  return a.at < b.at || (a.at === b.at && a.order < b.order);
}
