// One log on its way: the span that was sent, the batch that is, and what became of its file.

import { appendFile, stat } from "node:fs/promises";
import { BATCH_BYTES, cutBatch, readBatch, type UnusedLine } from "./batch.js";
import type { Delivery } from "./delivery.js";
import { isSameFile, type KeptBytes, movedAside, openBytes } from "./kept-bytes.js";
import type { SealedBatch, ShipState, StateFile } from "./state-file.js";

export interface ShippedFileOptions {
  readonly path: string;
  readonly state: StateFile;
  readonly delivery: Delivery;
  /** Where lines go that are no messages or that the server cannot take. */
  readonly refusedPath: string;
  readonly tell: (sentence: string) => void;
}

/** A batch that is not full waits so long for more. */
const LONGEST_WAIT_MS = 5_000;
const MOST_LINE_BYTES = 64 * 1024 * 1024;

/** The number of bytes that lie beside a log at most, of lines that were set aside. */
const MOST_REFUSED_BYTES = 64 * 1024 * 1024;

export class ShippedFile {
  readonly path: string;
  readonly #options: ShippedFileOptions;
  #bytes: KeptBytes | undefined;
  #sentTo = 0;
  #seen = 0;
  #sealed: SealedBatch | null = null;
  /** Files that came between the one that is read and the one that has the name now. */
  #next: string[] = [];
  #waitingSince: number | undefined;
  messages = 0;
  unused = 0;
  refused = 0;
  lostBytes = 0;

  constructor(options: ShippedFileOptions) {
    this.path = options.path;
    this.#options = options;
  }

  /** Takes up the work where it was left. */
  async begin(): Promise<void> {
    const { state, tell } = this.#options;
    const found = await state.read();
    if (found.kind === "unusable") {
      tell(`The state ${state.path} ${found.why}: everything is sent again, and the server counts it once`);
    }
    if (found.kind === "found" && (await this.#goOn(found.state))) return;
    await this.#open(this.path);
  }

  /** Finds the file of a state, under whatever name. */
  async #goOn(state: ShipState): Promise<boolean> {
    const aside = await movedAside(this.path);
    for (const path of [this.path, ...aside]) {
      const bytes = await openBytes(path).catch(() => undefined);
      if (bytes === undefined) continue;
      const size = await bytes.size();
      if ((await isSameFile(bytes, state.file)) && (size === undefined || size >= state.sentTo)) {
        this.#use(bytes, state.sentTo, state.sealed);
        this.#seen = Math.max(state.seen, state.sentTo);
        // Files that were moved aside later than this one were not begun yet.
        this.#next = path === this.path ? [] : [...aside.slice(aside.indexOf(path) + 1), this.path];
        return true;
      }
      await bytes.close();
    }
    this.#tellLost(state.seen - state.sentTo);
    return false;
  }

  #tellLost(bytes: number): void {
    if (bytes <= 0) return;
    this.lostBytes += bytes;
    this.#options.tell(`${this.path}: ${bytes} bytes were taken away before they were sent, and are lost`);
  }

  #use(bytes: KeptBytes, sentTo: number, sealed: SealedBatch | null): void {
    this.#bytes = bytes;
    this.#sentTo = sentTo;
    this.#sealed = sealed;
    this.#seen = sentTo;
    this.#waitingSince = undefined;
  }

  async #open(path: string): Promise<boolean> {
    const bytes = await openBytes(path).catch(() => undefined);
    if (bytes !== undefined) this.#use(bytes, 0, null);
    return bytes !== undefined;
  }

  /**
   * Sends what there is, a batch of it. Gives whether there was one: `unsent` where the delivery gave it up, `nothing` where
   * all was sent or waits for more. With `flush` nothing waits.
   */
  async step(flush: boolean): Promise<"sent" | "unsent" | "nothing"> {
    if (this.#bytes === undefined && !(await this.#open(this.path))) return "nothing";
    const bytes = this.#bytes as KeptBytes;
    if (this.#sealed !== null) return this.#send(bytes, this.#sealed);
    await this.#lookForCut(bytes);
    const isOver = await this.#isOver(bytes);
    const span = await this.#span(bytes, flush || isOver);
    if (span > 0) {
      this.#sealed = { from: this.#sentTo, to: this.#sentTo + span, at: Math.floor(Date.now() / 1000) };
      await this.#keep(bytes);
      return this.#send(bytes, this.#sealed);
    }
    if (!isOver) return "nothing";
    return (await this.#moveOn(bytes)) ? this.step(flush) : "nothing";
  }

  /** A file that has become shorter was cut, and begins anew. */
  async #lookForCut(bytes: KeptBytes): Promise<void> {
    const size = await bytes.size();
    if (size === undefined) return;
    if (size < this.#sentTo) {
      this.#tellLost(this.#seen - this.#sentTo);
      this.#use(bytes, 0, null);
    }
    this.#seen = Math.max(this.#seen, size);
  }

  /** Whether nothing more will be written to the file: another one has its name, or it is a compressed one. */
  async #isOver(bytes: KeptBytes): Promise<boolean> {
    if (this.#next.length > 0) return true;
    if ((await bytes.size()) === undefined) return true;
    const now = await stat(this.path, { bigint: true }).catch(() => undefined);
    if (now === undefined) return false;
    const { inode } = await bytes.identity();
    if (String(now.ino) === inode) return false;
    const aside = await movedAside(this.path);
    const mine = await this.#indexOf(bytes, aside);
    this.#next = [...(mine === -1 ? [] : aside.slice(mine + 1)), this.path];
    return true;
  }

  async #indexOf(bytes: KeptBytes, paths: readonly string[]): Promise<number> {
    const { inode } = await bytes.identity();
    const inodes = await Promise.all(paths.map((path) => stat(path, { bigint: true }).catch(() => undefined)));
    return inodes.findIndex((status) => String(status?.ino) === inode);
  }

  /** The length of the span that is to be sent now. */
  async #span(bytes: KeptBytes, flush: boolean): Promise<number> {
    let read = await bytes.read(this.#sentTo, BATCH_BYTES);
    // A line that is longer than a batch is one of its own.
    for (
      let most = 2 * BATCH_BYTES;
      !read.includes(10) && read.length * 2 >= most && most <= MOST_LINE_BYTES;
      most *= 2
    ) {
      read = await bytes.read(this.#sentTo, most);
    }
    if (read.length === 0) return 0;
    const { length, isFull } = cutBatch(read);
    if (isFull && length > 0) return length;
    if (flush) return length > 0 ? length : read.length;
    if (length === 0) return read.length >= MOST_LINE_BYTES ? read.length : 0;
    this.#waitingSince ??= performance.now();
    return performance.now() - this.#waitingSince >= LONGEST_WAIT_MS ? length : 0;
  }

  async #send(bytes: KeptBytes, { from, to, at }: SealedBatch): Promise<"sent" | "unsent"> {
    const { rows, unused } = readBatch(await bytes.read(from, to - from));
    const delivered = await this.#options.delivery.send(rows, at);
    if (delivered.kind === "unsent") return "unsent";
    const refused = delivered.refused.map(({ row, reason }) => ({ line: row.line, reason }));
    await this.#setAside([...unused, ...refused]);
    this.messages += rows.length - refused.length;
    this.unused += unused.length;
    this.refused += refused.length;
    this.#sentTo = to;
    this.#sealed = null;
    this.#waitingSince = undefined;
    await this.#keep(bytes);
    return "sent";
  }

  /** Goes on with the file that came after this one. */
  async #moveOn(bytes: KeptBytes): Promise<boolean> {
    const [next] = this.#next;
    if (next === undefined || !(await this.#open(next))) return false;
    this.#next = this.#next.slice(1);
    await bytes.close();
    await this.#keep(this.#bytes as KeptBytes);
    return true;
  }

  async #keep(bytes: KeptBytes): Promise<void> {
    const seen = Math.max(this.#seen, this.#sentTo);
    await this.#options.state.write({
      file: await bytes.identity(),
      sentTo: this.#sentTo,
      seen,
      sealed: this.#sealed,
    });
  }

  async #setAside(lines: readonly UnusedLine[]): Promise<void> {
    if (lines.length === 0) return;
    const { refusedPath, tell } = this.#options;
    const [first] = lines;
    if (this.unused + this.refused === 0) {
      tell(`${this.path}: a line could not be used: ${first?.reason}; lines like it go to ${refusedPath}`);
    }
    const { size = 0 } = (await stat(refusedPath).catch(() => undefined)) ?? {};
    if (size > MOST_REFUSED_BYTES) return;
    const text = lines.map(({ line }) => `${line}\n`).join("");
    await appendFile(refusedPath, text, { mode: 0o600 }).catch((error: Error) =>
      tell(`${refusedPath}: ${error.message}`),
    );
  }

  async close(): Promise<void> {
    await this.#bytes?.close();
  }
}
