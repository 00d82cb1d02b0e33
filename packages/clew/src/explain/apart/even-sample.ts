/**
 * Keeps what came by, in bounded memory: all of it as long as there is room, then every second, every fourth and so on,
 * so that what stays is spread evenly over the log.
 */
export class EvenSample<T> {
  readonly #room: number;
  readonly #sizeOf: (kept: T) => number;
  readonly #dropped: (kept: T) => void;
  #kept: T[] = [];
  #size = 0;
  #every = 1;
  #seen = 0;

  constructor(room: number, sizeOf: (kept: T) => number, dropped: (kept: T) => void = () => {}) {
    this.#room = room;
    this.#sizeOf = sizeOf;
    this.#dropped = dropped;
  }

  /** Makes and keeps what came by, if its turn is kept; gives what was made. */
  add(make: () => T): T | undefined {
    if (this.#seen++ % this.#every !== 0) return undefined;
    const made = make();
    this.#kept.push(made);
    this.#size += this.#sizeOf(made);
    while (this.#size > this.#room && this.#kept.length > 1) this.#thinOut();
    return made;
  }

  all(): readonly T[] {
    return this.#kept;
  }

  #thinOut(): void {
    this.#every *= 2;
    this.#kept = this.#kept.filter((kept, i) => {
      if (i % 2 === 0) return true;
      this.#size -= this.#sizeOf(kept);
      this.#dropped(kept);
      return false;
    });
  }
}
