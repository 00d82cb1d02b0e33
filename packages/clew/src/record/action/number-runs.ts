/** More runs than this are joined: a list that grows with the life of a program is no list for a line. */
const MOST_RUNS = 2_000;

/** Shorter runs are written number by number, which is as short and which every reader knows. */
const SHORTEST_RUN = 8;

/**
 * Ascending numbers, as the runs that they make: `2,[5,300001]`. Whoever gives away a place for each of a million jobs
 * gives away one run of them.
 */
export class NumberRuns {
  /** The first and the last number of each run in turn. */
  readonly #ends: number[] = [];

  /** Adds a number higher than all before. */
  add(number: number): void {
    const last = this.#ends.length - 1;
    // Beyond the bound what lies between counts as given away too: a reader misses nothing there, and says so of nothing.
    if (this.#ends[last] === number - 1 || this.#ends.length >= 2 * MOST_RUNS) this.#ends[last] = number;
    else this.#ends.push(number, number);
  }

  /** The runs as the items of a JSON array. */
  get text(): string {
    const items: string[] = [];
    for (let i = 0; i < this.#ends.length; i += 2) {
      const [first = 0, last = 0] = [this.#ends[i], this.#ends[i + 1]];
      if (last - first + 1 >= SHORTEST_RUN) items.push(`[${first},${last}]`);
      else for (let number = first; number <= last; number++) items.push(`${number}`);
    }
    return items.join(",");
  }
}
