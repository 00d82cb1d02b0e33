/**
 * Durations in bounded memory, with percentiles that are right to 1 %: counted in steps that grow by 2 % each, as
 * DDSketch does. What took less than a tenth of a microsecond took nothing.
 */
export class DurationSketch {
  readonly #counts = new Map<number, number>();
  #zero = 0;
  #count = 0;
  #least = Infinity;
  #most = 0;

  /** Counts a duration, as often as it stands for another one as well. */
  add(seconds: number, weight = 1): void {
    this.#count += weight;
    this.#least = Math.min(this.#least, Math.max(0, seconds));
    this.#most = Math.max(this.#most, seconds);
    if (!(seconds > LEAST)) {
      this.#zero += weight;
      return;
    }
    const step = Math.ceil(Math.log(seconds) / STEP);
    this.#counts.set(step, (this.#counts.get(step) ?? 0) + weight);
  }

  /** The duration that a share of all, from 0 to 1, does not exceed; `undefined` where there are none. */
  quantile(share: number): number | undefined {
    if (this.#count === 0) return undefined;
    let left = Math.max(1, Math.ceil(share * this.#count)) - this.#zero;
    if (left <= 0) return 0;
    for (const step of [...this.#counts.keys()].sort((a, b) => a - b)) {
      left -= this.#counts.get(step) as number;
      if (left <= 0) return Math.min(this.#most, Math.max(this.#least, Math.exp((step - 0.5) * STEP)));
    }
    return this.#most;
  }
}

const STEP = Math.log(1.02);
const LEAST = 1e-7;
