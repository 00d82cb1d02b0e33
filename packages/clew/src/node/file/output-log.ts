/**
 * The process's standard output, or its standard error. It is written to directly, for a stream could not be emptied at
 * the end of the process; but not behind the back of those who take the output elsewhere, as PM2's cluster and test
 * runners do, by putting a `write` of their own in the place of the stream's.
 */

import { type FileDestination, removeDestination, runInContext } from "../../record/index.js";
import type { FileOptions } from "../write/index.js";
import type { FileLog } from "./file-log.js";
import { StreamLog } from "./stream-log.js";

export class OutputLog implements FileDestination {
  readonly path = undefined;
  readonly name: string;
  readonly #stream: NodeJS.WriteStream;
  readonly #options: FileOptions;
  readonly #direct: FileLog;
  #taken: StreamLog | undefined;
  #closing: Promise<void> | undefined;

  constructor(stream: NodeJS.WriteStream, direct: FileLog, options: FileOptions) {
    this.name = direct.name;
    this.#stream = stream;
    this.#direct = direct;
    this.#options = options;
  }

  writeLine(line: string): void {
    if (isTaken(this.#stream)) this.#write(line);
    else this.#direct.writeLine(line);
  }

  async flush(): Promise<void> {
    await Promise.all([this.#direct.flush(), this.#taken?.flush()]);
  }

  reopen(): void {
    this.#direct.reopen();
  }

  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  counts(): { readonly written: number; readonly dropped: number } {
    const direct = this.#direct.counts();
    const taken = this.#taken?.counts() ?? { written: 0, dropped: 0 };
    return { written: direct.written + taken.written, dropped: direct.dropped + taken.dropped };
  }

  /** Gives a line to who took the output. What was gathered before comes first. */
  #write(line: string): void {
    this.#direct.writeNow();
    this.#taken ??= new StreamLog(this.#stream, this.#options);
    // It is no work of the action that logs.
    runInContext(undefined, () => this.#taken?.writeLine(line));
  }

  async #close(): Promise<void> {
    void removeDestination(this);
    await Promise.all([this.#direct.close(), this.#taken?.close()]);
  }
}

/** Whether somebody has put a `write` of his own in the place of the stream's. */
function isTaken(stream: NodeJS.WriteStream): boolean {
  // Not on Bun, whose own streams have a `write` each.
  return Object.hasOwn(stream, "write") && process.versions.bun === undefined;
}
