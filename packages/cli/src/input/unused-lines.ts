/** A line of a file that could not be used, and why. `line` is 0 where the finding is about the whole file. */
export interface UnusedLine {
  readonly file: string;
  readonly line: number;
  readonly reason: string;
}

/** More are counted, not kept: a log may be nothing but rubbish. */
const KEPT = 10;

/** All that was not used, counted; the first ten as they stand. */
export class UnusedLines {
  readonly first: UnusedLine[] = [];
  count = 0;
  readonly #listener: ((unused: UnusedLine) => void) | undefined;

  /** The listener hears of each, also of those that are not kept. */
  constructor(listener?: (unused: UnusedLine) => void) {
    this.#listener = listener;
  }

  add(unused: UnusedLine): void {
    if (this.count++ < KEPT) this.first.push(unused);
    this.#listener?.(unused);
  }

  /** `FILE:LINE: reason` for the first ten and the number of the others, as lines without line ends. */
  describe(): string[] {
    const lines = this.first.map(({ file, line, reason }) => `${file}${line > 0 ? `:${line}` : ""}: ${reason}`);
    const others = this.count - this.first.length;
    if (others > 0) lines.push(`and ${others} more ${others === 1 ? "line" : "lines"} that could not be used`);
    return lines;
  }
}
