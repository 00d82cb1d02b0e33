import type { Readable } from "node:stream";

/** The end of what a stream gave: enough for an answer or an error, however much a process writes. */
export class OutputEnd {
  /** How many bytes were not kept. */
  dropped = 0;
  /** How many have come. */
  total = 0;
  readonly #chunks: Buffer[] = [];
  readonly #limit: number;
  #bytes = 0;

  constructor(stream: Readable | null, limit: number) {
    this.#limit = limit;
    stream?.on("data", (chunk: Buffer) => this.#take(chunk));
  }

  get text(): string {
    return Buffer.concat(this.#chunks).toString("utf8");
  }

  #take(chunk: Buffer): void {
    this.total += chunk.length;
    this.#chunks.push(chunk);
    this.#bytes += chunk.length;
    for (let over = this.#bytes - this.#limit; over > 0; over = this.#bytes - this.#limit) {
      const first = this.#chunks[0] as Buffer;
      const cut = Math.min(over, first.length);
      if (cut === first.length) this.#chunks.shift();
      else this.#chunks[0] = first.subarray(cut);
      this.#bytes -= cut;
      this.dropped += cut;
    }
  }
}
