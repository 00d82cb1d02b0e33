// Several logs that grow, as one.

import { stat } from "node:fs/promises";
import type { Message } from "clew/parse";
import { FollowedFile } from "./follow-file.js";
import { FollowedStream } from "./follow-stream.js";
import { isPattern } from "./glob.js";
import type { LayerSink } from "./layers/index.js";
import { LineCutter } from "./line-cutter.js";
import type { Source } from "./source.js";
import { findSources } from "./sources.js";
import type { UnusedLines } from "./unused-lines.js";

/** What of the logs as they are when following begins is read. */
export interface FollowOptions {
  /** So many of the last lines of each are given as new. */
  readonly lines: number;
  readonly unused: UnusedLines;
  /** Is called when a poll would find something in a stream. Files say nothing by themselves. */
  readonly onData: () => void;
}

/** What is in the files already is looked at this far back, to know what is open. */
const WINDOW_BYTES = 16 * 1024 * 1024;

/** A log that is read as it grows. */
export interface Followed {
  /** The files of it. */
  readonly paths: readonly string[];
  /** Those that were not there when following began. */
  readonly missing: readonly string[];
  /** Whether nothing can come any more. */
  readonly isOver: boolean;
  /** Whether a stream other than standard input is read. */
  readonly hasPipes: boolean;
  /** Looks at it as it is. Gives what is only to be remembered; the last lines come with the next poll. */
  begin(): Promise<readonly Message[]>;
  /** What came since. */
  poll(): Promise<readonly Message[]>;
  close(): Promise<void>;
}

/** Follows logs by their names. Files are read when they are polled, streams as they come. */
export class Follow implements Followed {
  readonly paths: readonly string[];
  readonly missing: string[] = [];
  readonly #files: readonly FollowedFile[];
  readonly #streams: readonly FollowedStream[];
  readonly #gathered: Message[][];
  readonly #lines: number;

  constructor(paths: readonly string[], streams: readonly Source[], options: FollowOptions) {
    const names = [...paths, ...streams.map(({ name }) => name)];
    this.paths = paths;
    this.#lines = options.lines;
    this.#gathered = names.map(() => []);
    const sinks = names.map((name, i) => sinkOf(name, this.#gathered[i] as Message[], options.unused));
    this.#files = paths.map((path, i) => {
      return new FollowedFile(path, (firstLine, before) => {
        const cutter = new LineCutter(sinks[i] as LayerSink, firstLine);
        if (before !== undefined) cutter.recall(before.bytes, before.sink);
        return cutter;
      });
    });
    this.#streams = streams.map((source, i) => {
      return new FollowedStream(source, sinks[paths.length + i] as LayerSink, options.onData);
    });
  }

  /** No file is followed, and the streams have ended. */
  get isOver(): boolean {
    return this.#files.length === 0 && this.#streams.every((stream) => stream.isOver);
  }

  get hasPipes(): boolean {
    return this.#streams.some((stream) => !stream.isStandardInput);
  }

  async begin(): Promise<readonly Message[]> {
    const old: Message[][] = this.#files.map(() => []);
    const windowBytes = Math.floor(WINDOW_BYTES / Math.max(1, this.#files.length));
    for (const [i, file] of this.#files.entries()) {
      const messages = old[i] as Message[];
      const sink = { message: (message: Message) => messages.push(message), unused: () => {} };
      const isThere = await file.begin({ windowBytes, lines: this.#lines }, sink);
      if (!isThere) this.missing.push(this.paths[i] as string);
    }
    for (const stream of this.#streams) void stream.run();
    return byTime(old);
  }

  /** Of each log in its order, of several merged by time. */
  async poll(): Promise<readonly Message[]> {
    for (const file of this.#files) {
      await file.poll();
      file.settle();
    }
    for (const stream of this.#streams) stream.poll();
    return byTime(this.#gathered.map((messages) => messages.splice(0)));
  }

  async close(): Promise<void> {
    for (const file of this.#files) await file.close();
    if (this.#streams.some((stream) => stream.isStandardInput)) process.stdin.destroy();
  }
}

/** Finds what the names mean. A file that is not there is waited for; a pattern or a folder stands for what is there. */
export async function followLogs(names: readonly string[], options: FollowOptions): Promise<Follow> {
  const paths = new Set<string>();
  const streams = new Map<string, Source>();
  const present: string[] = [];
  for (const name of names.length === 0 ? ["-"] : names) {
    if (name !== "-" && !isPattern(name) && (await isMissing(name))) paths.add(name);
    else present.push(name);
  }
  for (const source of present.length === 0 ? [] : await findSources(present)) {
    if (source.isRereadable) paths.add(source.name);
    else streams.set(source.name, source);
  }
  return new Follow([...paths], [...streams.values()], options);
}

async function isMissing(path: string): Promise<boolean> {
  return (await stat(path).catch(() => undefined)) === undefined;
}

function sinkOf(file: string, messages: Message[], unused: UnusedLines): LayerSink {
  return {
    message: (message) => void messages.push(message),
    unused: (line, reason) => unused.add({ file, line, reason }),
  };
}

/** The next is always that log's whose next message is the oldest; what one log says keeps its order. */
function byTime(logs: readonly (readonly Message[])[]): readonly Message[] {
  const some = logs.filter((messages) => messages.length > 0);
  if (some.length <= 1) return some[0] ?? [];
  const merged: Message[] = [];
  const next = some.map(() => 0);
  for (;;) {
    let oldest: Message | undefined;
    let from = 0;
    for (const [i, messages] of some.entries()) {
      const message = messages[next[i] as number];
      if (message === undefined || (oldest !== undefined && message.timestamp >= oldest.timestamp)) continue;
      oldest = message;
      from = i;
    }
    if (oldest === undefined) return merged;
    merged.push(oldest);
    next[from] = (next[from] as number) + 1;
  }
}
