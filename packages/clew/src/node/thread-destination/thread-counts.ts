/**
 * What a thread has done of what it was given, in memory that both sides see: so the program can wait for its thread
 * without the event loop, at its end and where the thread is slow. Numbers wrap around; only differences are used.
 */

const LINES = 0;
const CHARACTERS = 1;
const FAILED = 2;
const FLUSHES = 3;

export class ThreadCounts {
  readonly shared: SharedArrayBuffer;
  readonly #numbers: Int32Array;

  constructor(shared = new SharedArrayBuffer(16)) {
    this.shared = shared;
    this.#numbers = new Int32Array(shared);
  }

  get lines(): number {
    return Atomics.load(this.#numbers, LINES);
  }

  get characters(): number {
    return Atomics.load(this.#numbers, CHARACTERS);
  }

  get failed(): number {
    return Atomics.load(this.#numbers, FAILED);
  }

  get flushes(): number {
    return Atomics.load(this.#numbers, FLUSHES);
  }

  /** In the thread: a line was written, or could not be. */
  handled(line: string, isWritten: boolean): void {
    if (!isWritten) Atomics.add(this.#numbers, FAILED, 1);
    Atomics.add(this.#numbers, CHARACTERS, line.length);
    this.#tell(LINES);
  }

  /** In the thread: all that came before was flushed. */
  flushed(): void {
    this.#tell(FLUSHES);
  }

  /** On the other side: sleeps until a line was handled, or so many milliseconds are over. */
  sleep(ms: number): void {
    Atomics.wait(this.#numbers, LINES, this.lines, ms);
  }

  #tell(index: number): void {
    Atomics.add(this.#numbers, index, 1);
    Atomics.notify(this.#numbers, LINES);
  }
}
