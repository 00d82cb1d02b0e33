/**
 * Keeps a thread from logging faster than its lines are written: the bytes that are on their way are counted in memory
 * that both sides see, and the thread waits, asleep, while they are too many.
 */

/** What may be on its way; a destination's own buffer is as large. */
const MOST = 8 * 1024 * 1024;
/** A main thread that is blocked for longer than this gets more lines rather than a thread that stands still. */
const PATIENCE_MS = 5_000;
const WAIT_MS = 50;

export class LineFlow {
  readonly shared: SharedArrayBuffer;
  readonly #bytes: Int32Array;

  constructor(shared = new SharedArrayBuffer(4)) {
    this.shared = shared;
    this.#bytes = new Int32Array(shared);
  }

  /** In the thread, before a line is sent. */
  send(line: string): void {
    const until = performance.now() + PATIENCE_MS;
    while (Atomics.load(this.#bytes, 0) > MOST && performance.now() < until) {
      Atomics.wait(this.#bytes, 0, Atomics.load(this.#bytes, 0), WAIT_MS);
    }
    Atomics.add(this.#bytes, 0, line.length);
  }

  /** On the other side, after it was written. */
  received(line: string): void {
    Atomics.sub(this.#bytes, 0, line.length);
    Atomics.notify(this.#bytes, 0);
  }
}
