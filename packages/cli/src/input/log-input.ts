import { type Message, readLines, type TaskTree } from "clew/parse";
import { readPlain } from "./decompress.js";
import { lineBlocks } from "./line-blocks.js";
import { mergeByTime } from "./merge.js";
import type { Source } from "./source.js";
import { findSources } from "./sources.js";
import { spooled } from "./spool.js";
import { type UnusedLine, UnusedLines } from "./unused-lines.js";
import { wholeTrees } from "./whole-trees.js";

/** How logs are read. */
export interface LogInputOptions {
  /** Hears of each line that cannot be used; the first ten are kept in `unused` whether or not anybody listens. */
  readonly onUnused?: (unused: UnusedLine) => void;
  /** Hears of the stored bytes that were read, of those there are; the latter is `undefined` where it is not known. */
  readonly onProgress?: (readBytes: number, ofBytes: number | undefined) => void;
  /** Changes the text of whole lines before they are read; it must keep the lines. */
  readonly prepare?: (text: string) => string;
}

/** What a pipe gave is kept in memory up to here, beyond it in a file. */
const IN_MEMORY_BYTES = 4 * 2 ** 20;

type Batches = AsyncGenerator<readonly Message[], void, undefined>;

/** The logs that a command was given. */
export class LogInput {
  /** What could not be used, as far as was read. */
  readonly unused: UnusedLines;
  readonly #sources: readonly Source[];
  readonly #onProgress: LogInputOptions["onProgress"];
  readonly #prepare: (text: string) => string;

  constructor(sources: readonly Source[], options: LogInputOptions = {}) {
    this.#sources = sources;
    this.#onProgress = options.onProgress;
    this.#prepare = options.prepare ?? ((text) => text);
    this.unused = new UnusedLines(options.onUnused);
  }

  /** All messages, in batches: those of one log in the order in which they stand, those of several merged by time. */
  messages(): Batches {
    return this.#read(this.#sources, this.unused, 1);
  }

  /**
   * Exactly one tree for each task, in the order of their first messages, however long the logs are and in whatever
   * order their lines stand. Standard input is read to its end first. Of a log beyond some megabytes, a tree waits for
   * one that began before it only a while, so that the memory depends on how many tasks run at once.
   */
  async *trees(): AsyncGenerator<TaskTree, void, undefined> {
    const sources: Source[] = [];
    for (const source of this.#sources) sources.push(await spooled(source, IN_MEMORY_BYTES));
    const sizeBytes = sources.reduce((sum, source) => sum + (source.sizeBytes ?? 0), 0);
    // The first pass tells of what is unused; whether there is a second one, nobody knows yet.
    const read = (pass: 1 | 2) =>
      pass === 1 ? this.#read(sources, this.unused, 0.5) : this.#read(sources, new UnusedLines(), 0.5, 0.5);
    yield* wholeTrees(read, sizeBytes);
  }

  #read(sources: readonly Source[], unused: UnusedLines, share: number, done = 0): Batches {
    const progress = this.#progress(sources, share, done);
    const logs = sources.map((source) => messagesOf(source, unused, progress, this.#prepare));
    return logs.length === 1 && logs[0] !== undefined ? logs[0] : mergeByTime(logs);
  }

  /** Gives what is to be called with the number of bytes that were read; a pass is a share of the whole work. */
  #progress(sources: readonly Source[], share: number, done: number): (bytes: number) => void {
    const report = this.#onProgress;
    if (report === undefined) return () => {};
    let all: number | undefined = 0;
    for (const { sizeBytes } of sources)
      all = all === undefined || sizeBytes === undefined ? undefined : all + sizeBytes;
    let read = 0;
    return (bytes) => {
      read += bytes;
      report(all === undefined ? read : read * share + all * done, all);
    };
  }
}

async function* messagesOf(
  source: Source,
  unused: UnusedLines,
  progress: (bytes: number) => void,
  prepare: (text: string) => string,
): Batches {
  const onUnused = (line: number, reason: string) => unused.add({ file: source.name, line, reason });
  const watched: Source = { ...source, read: () => counted(source.read(), progress) };
  const plain = readPlain(watched, (reason) => onUnused(0, reason));
  for await (const { text, firstLine } of lineBlocks(plain, onUnused)) {
    const batch: Message[] = [];
    readLines(prepare(text), firstLine, { message: (message) => batch.push(message), unused: onUnused });
    yield batch;
  }
}

async function* counted(chunks: AsyncIterable<Buffer>, progress: (bytes: number) => void): AsyncGenerator<Buffer> {
  for await (const chunk of chunks) {
    progress(chunk.length);
    yield chunk;
  }
}

/**
 * Finds what the arguments name: files, patterns, folders, `-` for standard input, which is also what none means.
 * Throws an `InputError` for what is not there.
 */
export async function openLogs(names: readonly string[], options: LogInputOptions = {}): Promise<LogInput> {
  return new LogInput(await findSources(names), options);
}
