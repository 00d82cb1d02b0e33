// A new store is written by a thread of its own while this one reads: each has about half of the work.

import { Worker } from "node:worker_threads";
import type { LineBlock } from "../../input/index.js";
import { BUILT } from "../../places.js";
import { StoreError } from "../database/index.js";
import type { SqlValue, StoreState } from "../tables/index.js";
import type { ReadState, RowSink } from "./store-writer.js";

/** The orders to the thread, to be done one after the other. */
export type ToThread =
  | { readonly kind: "lines"; readonly bytes: Uint8Array; readonly firstLine: number; readonly isAscii: boolean }
  | { readonly kind: "tasks"; readonly values: readonly SqlValue[] }
  | { readonly kind: "end"; readonly read: ReadState };

/** The reports of the thread: bytes of lines that are written, the end of the work, or the reason for which it failed. */
export type FromThread =
  | { readonly kind: "written"; readonly bytes: number }
  | { readonly kind: "ended"; readonly state: StoreState }
  | { readonly kind: "failed"; readonly code: string | undefined; readonly message: string };

/** Bytes of lines that may be on their way: enough that neither side waits for each piece, and little memory. */
const MOST_BEHIND = 2 * 1024 * 1024;
const PROGRAM = new URL("store-program.js", BUILT);

export class StoreThread implements RowSink {
  readonly #thread: Worker;
  #behind = 0;
  #failure: Error | undefined;
  #state: StoreState | undefined;
  #isOver = false;
  #wake: () => void = () => {};

  /** Starts to write a new store. */
  constructor(path: string) {
    this.#thread = new Worker(PROGRAM, { workerData: path });
    this.#thread.on("message", (said: FromThread) => this.#heard(said));
    this.#thread.on("error", (error) => this.#failed(error));
    this.#thread.on("exit", () => this.#ended());
  }

  async lines(block: LineBlock): Promise<void> {
    // A copy: the block is used again for the next lines.
    const bytes = new Uint8Array(block.bytes);
    this.#behind += bytes.length;
    const { firstLine, isAscii } = block;
    this.#tell({ kind: "lines", bytes, firstLine, isAscii }, [bytes.buffer]);
    await this.#until(() => this.#behind <= MOST_BEHIND);
  }

  tasks(values: readonly SqlValue[]): void {
    if (values.length > 0) this.#tell({ kind: "tasks", values });
  }

  async end(read: ReadState): Promise<StoreState> {
    this.#tell({ kind: "end", read });
    await this.#until(() => this.#isOver);
    return this.#state as StoreState;
  }

  /** Ends the thread, whatever it does, and waits until it has let go of the file. */
  async close(): Promise<void> {
    await this.#thread.terminate();
  }

  #tell(message: ToThread, transferred: readonly ArrayBuffer[] = []): void {
    this.#thread.postMessage(message, transferred);
  }

  async #until(isSo: () => boolean): Promise<void> {
    while (!isSo()) {
      if (this.#failure !== undefined) throw this.#failure;
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
  }

  #heard(said: FromThread): void {
    if (said.kind === "failed") {
      this.#failed(said.code === undefined ? new Error(said.message) : new StoreError(said.code, said.message));
      return;
    }
    if (said.kind === "written") this.#behind -= said.bytes;
    else this.#state = said.state;
    this.#wake();
  }

  /** Only then it has let go of the file. */
  #ended(): void {
    this.#isOver = this.#state !== undefined;
    if (this.#isOver) this.#wake();
    else this.#failed(new Error("The thread that writes the store was ended"));
  }

  #failed(error: Error): void {
    this.#failure ??= error;
    this.#wake();
  }
}
