import type { LayerSink } from "./layers/index.js";
import { LineCutter } from "./line-cutter.js";
import { type Source, standardInput } from "./source.js";

/** A pipe or standard input, read as it comes. What came waits until it is polled, and the writer then waits too. */
export class FollowedStream {
  readonly #source: Source;
  readonly #cutter: LineCutter;
  readonly #onData: () => void;
  #waiting: Buffer[] = [];
  #waitingBytes = 0;
  #isEnded = false;
  #error: unknown;
  #goOn: () => void = () => {};

  /** `onData` is called when a poll would find something. */
  constructor(source: Source, sink: LayerSink, onData: () => void) {
    this.#source = source;
    this.#cutter = new LineCutter(sink);
    this.#onData = onData;
  }

  get isStandardInput(): boolean {
    return this.#source === standardInput;
  }

  /** Whether all of it was polled. */
  get isOver(): boolean {
    return this.#isEnded && this.#waitingBytes === 0;
  }

  /** Reads until the end; to be called once. */
  async run(): Promise<void> {
    try {
      for await (const chunk of this.#source.read()) {
        this.#waiting.push(Buffer.from(chunk));
        this.#waitingBytes += chunk.length;
        this.#onData();
        if (this.#waitingBytes > MOST_WAITING_BYTES) await new Promise<void>((resolve) => (this.#goOn = resolve));
      }
    } catch (error) {
      this.#error = error;
    }
    this.#isEnded = true;
    this.#onData();
  }

  /** Reads what has come. Throws what reading threw. */
  poll(): void {
    const chunks = this.#waiting;
    this.#waiting = [];
    this.#waitingBytes = 0;
    for (const chunk of chunks) this.#cutter.push(chunk);
    if (this.#isEnded) this.#cutter.end();
    else this.#cutter.settle();
    this.#goOn();
    if (this.#error !== undefined) throw this.#error;
  }
}

const MOST_WAITING_BYTES = 1024 * 1024;
