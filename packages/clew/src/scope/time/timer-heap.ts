/** Something that is due at a time. It knows its own place in the heap, so that moving and removing it is cheap. */
export interface Timer {
  /** When it is due, in milliseconds of its scheduler. */
  at: number;
  /** Decides between timers that are due at the same time: the smaller one is first. */
  order: number;
  /** Its place in the heap; -1 where it is in none. */
  slot: number;
  fire(): void;
}

/** Timers by when they are due. */
export class TimerHeap {
  readonly #timers: Timer[] = [];

  get size(): number {
    return this.#timers.length;
  }

  /** The timer that is due first. */
  get first(): Timer | undefined {
    return this.#timers[0];
  }

  /** Whether a timer is in this heap. */
  holds(timer: Timer): boolean {
    return timer.slot !== -1 && this.#timers[timer.slot] === timer;
  }

  add(timer: Timer): void {
    this.#timers.push(timer);
    this.#rise(timer, this.#timers.length - 1);
  }

  /** Takes a timer out; one that is not in the heap is left alone. */
  remove(timer: Timer): void {
    const { slot } = timer;
    if (slot === -1) return;
    timer.slot = -1;
    const last = this.#timers.pop();
    if (last === undefined || last === timer) return;
    this.#rise(last, slot);
    this.#sink(last, last.slot);
  }

  #rise(timer: Timer, from: number): void {
    const timers = this.#timers;
    let slot = from;
    while (slot > 0) {
      const up = (slot - 1) >> 1;
      const above = timers[up] as Timer;
      if (!isBefore(timer, above)) break;
      timers[slot] = above;
      above.slot = slot;
      slot = up;
    }
    timers[slot] = timer;
    timer.slot = slot;
  }

  #sink(timer: Timer, from: number): void {
    const timers = this.#timers;
    let slot = from;
    for (;;) {
      let down = 2 * slot + 1;
      if (down >= timers.length) break;
      const right = timers[down + 1];
      if (right !== undefined && isBefore(right, timers[down] as Timer)) down++;
      const below = timers[down] as Timer;
      if (!isBefore(below, timer)) break;
      timers[slot] = below;
      below.slot = slot;
      slot = down;
    }
    timers[slot] = timer;
    timer.slot = slot;
  }
}

function isBefore(a: Timer, b: Timer): boolean {
  return a.at < b.at || (a.at === b.at && a.order < b.order);
}
