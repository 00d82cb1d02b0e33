// A stream of zlib's, step by step: what a step made is taken before the next one is given, for a stream that fails drops
// what it still holds.

import type { Transform } from "node:stream";

/** A step of this size can become 16 MiB of plain bytes at most. */
export const STEP_BYTES = 16 * 1024;

export class Inflation {
  readonly #transform: Transform & { readonly bytesWritten: number };
  #plain: Buffer[] = [];
  #wake = () => {};
  failed: Error | undefined;
  /** Whether the stream has found its own end. */
  isOver = false;

  constructor(transform: Transform) {
    this.#transform = transform as Transform & { readonly bytesWritten: number };
    transform.on("data", (chunk: Buffer) => this.#plain.push(chunk));
    // A write that meets damage, or the end, is never called back: the stream only fails or ends.
    transform.on("error", (error) => {
      this.failed = error;
      this.#wake();
    });
    transform.on("end", () => {
      this.isOver = true;
      this.#wake();
    });
  }

  /** How many bytes were used of those that were given. */
  get used(): number {
    return this.#transform.bytesWritten;
  }

  async give(step: Buffer): Promise<readonly Buffer[]> {
    await new Promise<void>((done) => {
      this.#wake = done;
      this.#transform.write(step, () => done());
    });
    return this.#take();
  }

  /** No more comes. */
  async finish(): Promise<readonly Buffer[]> {
    if (this.failed === undefined && !this.isOver) {
      await new Promise<void>((done) => {
        this.#wake = done;
        this.#transform.end();
      });
    }
    return this.#take();
  }

  close(): void {
    this.#transform.destroy();
  }

  #take(): readonly Buffer[] {
    const taken = this.#plain;
    this.#plain = [];
    return taken;
  }
}
