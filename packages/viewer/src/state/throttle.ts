/** Runs something at most once in a number of milliseconds: at once after a rest; calls that come too early run later. */
export class Throttle {
  readonly #everyMs: number;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #ranAt = Number.NEGATIVE_INFINITY;

  constructor(everyMs: number) {
    this.#everyMs = everyMs;
  }

  run(action: () => void, everyMs = this.#everyMs): void {
    if (this.#timer !== undefined) return;
    const wait = Math.max(0, this.#ranAt + everyMs - performance.now());
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      this.#ranAt = performance.now();
      action();
    }, wait);
  }

  cancel(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }
}
