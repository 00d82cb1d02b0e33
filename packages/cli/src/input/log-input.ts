// Logs as the commands read them: files, folders, globs and pipes, merged, as trees or as lines.
import type { Message, TaskTree } from "clew/parse";
import type { Sampling, Shares } from "../clickhouse/index.js";
import { type Batch, lastBatch, parsedBatch, scannedBatch } from "./batch.js";
import { documentLines } from "./documents/index.js";
import { readPlain } from "./encodings/index.js";
import { type Findings, findingsOf, type SaidOfLog } from "./findings.js";
import { LayeredLines } from "./layered-lines.js";
import { type LayerOptions, type Layers, TEXT } from "./layers/index.js";
import { type LineBlock, lineBlocks } from "./line-blocks.js";
import { LogText } from "./log-text.js";
import { mergeByTime } from "./merge.js";
import { type OwnLine, OwnLines } from "./own-lines.js";
import { Progress } from "./progress.js";
import { SoughtText } from "./sought-word.js";
import type { Source } from "./source.js";
import { findSources } from "./sources.js";
import { spooled } from "./spool.js";
import { type UnusedLine, UnusedLines } from "./unused-lines.js";
import { wholeTrees } from "./whole-trees.js";

/** How logs are read. */
export interface LogInputOptions {
  /** Hears of each line that cannot be used; the first ten are kept in `unused` whether or not anybody listens. */
  readonly onUnused?: (unused: UnusedLine) => void;
  /** Shows how far a long read has come. */
  readonly progress?: Progress;
  /** Changes the text of whole lines before they are read; it must keep the lines. */
  readonly prepare?: (text: string) => string;
  /** Which tasks are taken of a database that has more than can be looked at. */
  readonly sampling?: Sampling;
  /** How lines of other loggers become tasks. */
  readonly layers?: LayerOptions;
}

/** Which trees are taken of logs. */
export interface TreeChoice {
  readonly withText?: boolean;
  readonly sought?: string | undefined;
}

/** What a pipe gave is kept in memory up to here, beyond it in a file. */
const IN_MEMORY_BYTES = 4 * 2 ** 20;

type Each<Item> = AsyncGenerator<Item, void, undefined>;
type OnUnused = (line: number, reason: string) => void;

/** The logs that a command was given. */
export class LogInput {
  /** What could not be used, as far as was read. */
  readonly unused: UnusedLines;
  readonly #sources: readonly Source[];
  readonly #progress: Progress | undefined;
  readonly #prepare: LogInputOptions["prepare"];
  readonly #layers: LayerOptions | undefined;
  /** The sentences on what was recognised that is not our own, each of one log. */
  readonly #said: SaidOfLog[] = [];
  /** The sentences that were known before anything was read. */
  readonly #told: readonly string[];
  /** The lines that are no messages. */
  readonly text = new LogText();

  constructor(sources: readonly Source[], options: LogInputOptions = {}, told: readonly string[] = []) {
    this.#sources = sources;
    this.#told = told;
    this.#progress = options.progress;
    this.#prepare = options.prepare;
    this.#layers = options.layers;
    this.unused = new UnusedLines(options.onUnused);
  }

  /** Of which share of its tasks a log alone was read; `undefined` for several, of which each has its own. */
  get shares(): Shares | undefined {
    return this.#sources.length === 1 ? this.#sources[0]?.shares : undefined;
  }

  /** What was recognised that is not our own, a sentence for each log. */
  get recognised(): readonly string[] {
    return [...this.#told, ...this.#said.map(({ file, sentence }) => `${file}: ${sentence}`)];
  }

  /** All that reading found beside the messages, as far as was read. */
  get findings(): Findings {
    const names = this.#sources.map(({ name }) => name);
    return findingsOf({ unused: this.unused, said: this.#said, text: this.text }, names);
  }

  /** All messages, in batches: those of one log in the order in which they stand, those of several merged by time. */
  async *messages(): Each<readonly Message[]> {
    try {
      yield* this.#messages(this.#sources, this.unused, this.#reporter(this.#sources, 1, 0), 1);
    } finally {
      this.#progress?.clear();
    }
  }

  /** All messages as lines of our own, without their ends, in batches: those of one log after those of the other. */
  async *lines(): Each<readonly OwnLine[]> {
    const progress = this.#reporter(this.#sources, 1, 0);
    try {
      for (const source of this.#sources) {
        const unused = unusedOf(source, this.unused);
        const own = new OwnLines(this.#layers);
        for await (const block of blocksOf(source, unused, progress, own.lines.layers, this.#layers?.ownOnly))
          yield own.add(block.text(), block.firstLine, unused);
        yield own.end(unused);
        this.#over(source, own.lines);
      }
    } finally {
      this.#progress?.clear();
    }
  }

  /**
   * Exactly one tree for each task, in the order of their first messages, however long the logs are and in whatever
   * order their lines stand. Standard input is read to its end first. Of a log beyond some megabytes, a tree waits for
   * one that began before it only a while, so that the memory depends on how many tasks run at once.
   *
   * Lines that are no messages are counted in `text`, and given as trees of one message only where `withText` asks for it.
   * Tasks without a line that has the text `sought`, in whatever capitals, may be left out.
   */
  async *trees({ withText = false, sought }: TreeChoice = {}): AsyncGenerator<TaskTree, void, undefined> {
    const sources: Source[] = [];
    for (const source of this.#sources) sources.push(await spooled(source, IN_MEMORY_BYTES));
    const sizeBytes = sources.reduce((sum, source) => sum + (source.sizeBytes ?? 0), 0);
    const text = sought === undefined ? undefined : new SoughtText(sought);
    const read = (pass: 1 | 2) =>
      this.#batches(sources, pass, this.#reporter(sources, 0.5, pass === 1 ? 0 : 0.5), text);
    try {
      for await (const tree of wholeTrees(read, { logBytes: sizeBytes, ofAll: text === undefined })) {
        if (tree.root.kind === "message" && tree.root.messageType === TEXT) {
          this.text.count(String(tree.root.fields.text));
          if (!withText) continue;
        }
        yield tree;
      }
    } finally {
      this.#progress?.clear();
      for (const [i, source] of sources.entries()) if (source !== this.#sources[i]) await source.close?.();
    }
  }

  async *#batches(
    sources: readonly Source[],
    pass: 1 | 2,
    progress: (bytes: number) => void,
    sought: SoughtText | undefined,
  ): Each<Batch> {
    // What is found in bytes that are only cut into lines is told of in the first pass; whether there is a second one,
    // nobody knows yet.
    const unused = pass === 1 ? this.unused : new UnusedLines();
    const [source, ...others] = sources;
    if (source === undefined || others.length > 0 || this.#prepare !== undefined) {
      for await (const messages of this.#messages(sources, unused, progress, pass)) yield parsedBatch(messages);
      return;
    }
    const lines = new LayeredLines(this.#layers);
    const onUnused = unusedOf(source, this.unused);
    for await (const block of blocksOf(
      source,
      unusedOf(source, unused),
      progress,
      lines.layers,
      this.#layers?.ownOnly,
    )) {
      yield scannedBatch(block, lines, onUnused, sought);
    }
    yield lastBatch(lines, onUnused);
    if (pass === 1) this.#over(source, lines);
  }

  /** Keeps what is to be said of a source that was read. */
  #over(source: Source, { layers, lastText }: LayeredLines): void {
    const say = (sentence: string) => void this.#said.push({ file: source.name, sentence });
    const sentence = layers.describe();
    if (sentence !== undefined) say(sentence);
    const { guessed } = layers.recognised;
    if (guessed > 0) say(guessedText(guessed));
    for (const note of layers.recognised.notes) say(note);
    if (lastText !== undefined) this.text.endsWith(lastText);
  }

  #messages(
    sources: readonly Source[],
    unused: UnusedLines,
    progress: (bytes: number) => void,
    pass: 1 | 2,
  ): Each<readonly Message[]> {
    const logs = sources.map((source) => this.#messagesOf(source, unusedOf(source, unused), progress, pass));
    return logs.length === 1 && logs[0] !== undefined ? logs[0] : mergeByTime(logs);
  }

  async *#messagesOf(
    source: Source,
    onUnused: OnUnused,
    progress: (bytes: number) => void,
    pass: 1 | 2,
  ): Each<readonly Message[]> {
    const lines = new LayeredLines(this.#layers);
    let messages: Message[] = [];
    const sink = { message: (message: Message) => void messages.push(message), unused: onUnused };
    for await (const block of blocksOf(source, onUnused, progress, lines.layers, this.#layers?.ownOnly)) {
      if (this.#prepare === undefined) lines.parsed(block, sink);
      else {
        let line = block.firstLine;
        for (const text of block.pieces()) line += lines.text(this.#prepare(text), line, sink);
      }
      yield messages;
      messages = [];
    }
    lines.end(sink);
    yield messages;
    if (pass === 1) this.#over(source, lines);
  }

  /** Gives what is to be called with the number of bytes that were read; a pass is a share of the whole work. */
  #reporter(sources: readonly Source[], share: number, done: number): (bytes: number) => void {
    const progress = this.#progress;
    if (progress === undefined) return () => {};
    const sizes = sources.map((source) => source.sizeBytes);
    const all = sizes.includes(undefined) ? undefined : sizes.reduce<number>((sum, size) => sum + (size ?? 0), 0);
    let read = 0;
    return (bytes) => {
      read += bytes;
      progress.report(read * share + (all ?? 0) * done, all);
    };
  }
}

function guessedText(lines: number): string {
  return lines === 1
    ? "1 line is not UTF-8, and is read as windows-1252"
    : `${lines} lines are not UTF-8, and are read as windows-1252`;
}

function unusedOf(source: Source, unused: UnusedLines): OnUnused {
  return (line, reason) => unused.add({ file: source.name, line, reason });
}

function blocksOf(
  source: Source,
  onUnused: OnUnused,
  progress: (bytes: number) => void,
  { recognised }: Layers,
  ownOnly = false,
): Each<LineBlock> {
  const watched: Source = { ...source, read: () => counted(source.read(), progress) };
  const plain = readPlain(watched, (reason) => onUnused(0, reason));
  return lineBlocks(ownOnly ? plain : documentLines(plain), onUnused, 1, () => {
    recognised.guessed++;
  });
}

async function* counted(chunks: AsyncIterable<Buffer>, progress: (bytes: number) => void): AsyncGenerator<Buffer> {
  for await (const chunk of chunks) {
    progress(chunk.length);
    yield chunk;
  }
}

/**
 * Finds what the arguments name: files, patterns, folders, `-` for standard input, which is also what none means.
 * Throws an `InputError` for what is not there. A long read shows its progress on standard error, unless what is written
 * meanwhile goes to a screen itself.
 */
export async function openLogs(names: readonly string[], options: LogInputOptions = {}): Promise<LogInput> {
  const progress = process.stdout.isTTY === true ? undefined : new Progress(process.stderr);
  // Files of folders are left out before anything is read; of a database one knows what was taken once it is read.
  const told: string[] = [];
  const sources = await findSources(names, (sentence) => told.push(sentence), options.sampling);
  const log = new LogInput(sources, { ...(progress && { progress }), ...options }, told);
  return log;
}
