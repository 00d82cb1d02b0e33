// When lines were written: one that has no time of its own stands at that of the line before it, and those before the
// first time wait for it.

/** Beyond this many, those that wait stand in 1970. */
const MOST_WAITING = 10_000;

type Act = (time: number) => void;

export class Moments {
  #time: number | undefined;
  #waiting: Act[] | undefined = [];

  get isHolding(): boolean {
    return this.#waiting !== undefined && this.#waiting.length > 0;
  }

  /** A time was read. What came before any time gets this one. */
  told(time: number): void {
    this.#time = time;
    if (this.#waiting !== undefined) this.#release(time);
  }

  /** Does something at the time of a line, or at that of the line before it. */
  at(own: number | undefined, act: Act): void {
    const time = own ?? this.#time;
    if (time !== undefined || this.#waiting === undefined) act(time ?? 0);
    else {
      this.#waiting.push(act);
      if (this.#waiting.length > MOST_WAITING) this.#release(0);
    }
  }

  /** No time comes any more. */
  end(): void {
    this.#release(0);
  }

  #release(time: number): void {
    const waiting = this.#waiting ?? [];
    this.#waiting = undefined;
    for (const act of waiting) act(time);
  }
}
