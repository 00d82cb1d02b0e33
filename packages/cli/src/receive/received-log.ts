// The log that is received. What is acknowledged has been written and synced: neither a kill nor a power cut takes it.
// All that waits is written together, so that many senders share one sync of the disk.

import { type FileHandle, open } from "node:fs/promises";
import { ReceiveError } from "./receive-error.js";

/** What waits for the disk, at most; beyond it senders are asked to come again. */
const MOST_WAITING_BYTES = 64 * 2 ** 20;

interface Waiting {
  readonly text: string;
  readonly bytes: number;
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

export class ReceivedLog {
  readonly #file: FileHandle;
  readonly #mostWaiting: number;
  #waiting: Waiting[] = [];
  #waitingBytes = 0;
  #writing: Promise<void> | undefined;
  /** A line may have been left torn: by who wrote before, or by a disk that was full. */
  #torn: boolean;

  private constructor(file: FileHandle, torn: boolean, mostWaiting: number) {
    this.#file = file;
    this.#torn = torn;
    this.#mostWaiting = mostWaiting;
  }

  /** Opens the file to append to it. Throws a `ReceiveError` where that cannot be. */
  static async open(path: string, mostWaiting = MOST_WAITING_BYTES): Promise<ReceivedLog> {
    try {
      const file = await open(path, "a+", 0o600);
      const { size } = await file.stat();
      const last = Buffer.alloc(1);
      if (size > 0) await file.read(last, 0, 1, size - 1);
      return new ReceivedLog(file, size > 0 && last[0] !== NEWLINE, mostWaiting);
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      throw new ReceiveError("CLEW_RECEIVE_FILE", `Cannot write what is received to ${JSON.stringify(path)}: ${why}`);
    }
  }

  /** Whether so much waits for the disk that no more can be taken. */
  get isFull(): boolean {
    return this.#waitingBytes >= this.#mostWaiting;
  }

  /** Settles when the lines, each with its end, are on the disk. */
  write(text: string): Promise<void> {
    if (text === "") return Promise.resolve();
    return new Promise((resolve, reject) => {
      const bytes = Buffer.byteLength(text);
      this.#waiting.push({ text, bytes, resolve, reject });
      this.#waitingBytes += bytes;
      this.#writing ??= this.#writeAll().finally(() => {
        this.#writing = undefined;
      });
    });
  }

  async #writeAll(): Promise<void> {
    while (this.#waiting.length > 0) {
      const batch = this.#waiting;
      this.#waiting = [];
      let failure: unknown;
      try {
        const text = batch.map((waiting) => waiting.text).join("");
        await this.#file.appendFile(this.#torn ? `\n${text}` : text);
        this.#torn = false;
        await this.#file.datasync();
      } catch (error) {
        this.#torn = true;
        failure = error ?? new Error("the disk refused");
      }
      for (const { bytes, resolve, reject } of batch) {
        this.#waitingBytes -= bytes;
        if (failure === undefined) resolve();
        else reject(failure);
      }
    }
  }

  /** Writes what waits, and closes the file. */
  async close(): Promise<void> {
    while (this.#writing !== undefined) await this.#writing;
    await this.#file.close();
  }
}

const NEWLINE = 10;
