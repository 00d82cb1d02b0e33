// How far a long read has come, as one line on standard error that is taken back at the end.

/** The stream that is written to, as far as this file cares. */
export interface ProgressScreen {
  readonly isTTY?: boolean;
  write(text: string): unknown;
}

/** Nothing is shown before, for nobody waits yet; and it is not shown anew before as much has passed again. */
const FIRST_MS = 700;
const NEXT_MS = 100;

/** Shows a share of the work; on a screen only. */
export class Progress {
  readonly #screen: ProgressScreen;
  readonly #now: () => number;
  #due: number;
  #shown = false;

  constructor(screen: ProgressScreen, now: () => number = performance.now.bind(performance)) {
    this.#screen = screen;
    this.#now = now;
    this.#due = now() + FIRST_MS;
  }

  /** `all` is undefined where the end is not known. */
  report(done: number, all: number | undefined): void {
    if (this.#screen.isTTY !== true || this.#now() < this.#due) return;
    this.#due = this.#now() + NEXT_MS;
    this.#shown = true;
    const share = all === undefined || all === 0 ? "" : `, ${Math.floor((100 * done) / all)} %`;
    this.#screen.write(`${TAKE_BACK}reading${share} …`);
  }

  /** Takes back what is shown; to be called before anything else is written. */
  clear(): void {
    if (this.#shown) this.#screen.write(TAKE_BACK);
    this.#shown = false;
  }
}

/** To the line's beginning, and nothing after it. */
const TAKE_BACK = "\r\u001b[K";
