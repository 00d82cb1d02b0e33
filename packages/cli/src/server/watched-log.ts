// A log as a server shows it: held in memory while it is small, in a store beside it when it is not, and read on as it
// grows. Nobody who asks sees the difference.

import { setTimeout as passing } from "node:timers/promises";
import { firstChanged, type GrowingStore, type LogNews, type LogSummary, type Refreshed } from "@clew/log";
import { InputError, type Source, Wakes, wakeOnChanges } from "../input/index.js";
import {
  type ExplainedLog,
  type ExplainedStore,
  LastingThread,
  type LogBytes,
  ThreadExplanations,
} from "./explanations.js";
import { MemoryLog } from "./memory-log.js";
import type { Recording, ShownLog } from "./shown-log.js";

export interface WatchedLogOptions {
  /** The name of the log. */
  readonly name: string;
  readonly recordings: readonly Recording[];
  /** True for a log that another is compared with: it is read to its end, and not followed. */
  readonly isBaseline?: boolean;
  /** Opens the store of a log that is too large for memory. */
  readonly openStore: (files: readonly string[]) => Promise<ShownStore>;
  /** A log beyond this is not held in memory. */
  readonly memoryBytes: number;
  /** Is told what stands in the way of reading on. */
  readonly onTrouble: (sentence: string) => void;
}

/** Packed logs are told by their names, if only to guess how large they are. */
const PACKED = 10;
/** Looking again costs a store some hundredths of a second, and the page draws no more often than this. */
const REST_MS = { memory: 50, store: 400 };

type ShownStore = GrowingStore & ExplainedStore;

export class WatchedLog implements ShownLog, ExplainedLog {
  readonly explanations: ThreadExplanations;
  readonly recordings: readonly Recording[];
  readonly #options: WatchedLogOptions;
  readonly #files: readonly string[];
  readonly #wakes = new Wakes();
  readonly #stopped = new AbortController();
  /** The log while it is small; then its store takes over. */
  #memory: MemoryLog | undefined;
  #store: ShownStore;
  #version = 1;
  #watching: Promise<void> = Promise.resolve();

  private constructor(
    files: readonly string[],
    memory: MemoryLog | undefined,
    store: ShownStore,
    options: WatchedLogOptions,
    sampling?: LastingThread,
  ) {
    this.explanations = new ThreadExplanations(this, sampling);
    this.#files = files;
    this.#memory = memory;
    this.#store = store;
    this.#options = options;
    this.recordings = options.recordings;
  }

  /** Reads the files to their end. */
  static async open(sources: readonly Source[], options: WatchedLogOptions): Promise<WatchedLog> {
    const files = sources.map(({ name }) => name);
    const bytes = sources.reduce((sum, source) => sum + (source.sizeBytes ?? 0) * packing(source.name), 0);
    if (bytes > options.memoryBytes) return WatchedLog.#ofStore(files, options);
    const memory = new MemoryLog(options.name, sources);
    await memory.refresh();
    return new WatchedLog(files, memory, memory, options);
  }

  /** The thread that answers a page first starts while the store is opened: neither waits for the other. */
  static async #ofStore(files: readonly string[], options: WatchedLogOptions): Promise<WatchedLog> {
    const sampling = new LastingThread();
    if (options.isBaseline !== true) sampling.start();
    try {
      return new WatchedLog(files, undefined, await options.openStore(files), options, sampling);
    } catch (error) {
      await sampling.close();
      throw error;
    }
  }

  get store(): ShownStore {
    return this.#store;
  }

  get version(): number {
    return this.#version;
  }

  async summary(): Promise<LogSummary> {
    return { ...(await this.#store.summary()), name: this.#options.name, live: this.#options.isBaseline !== true };
  }

  bytes(): LogBytes {
    return this.#memory?.bytes() ?? { files: this.#files };
  }

  /** Reads on whenever a file may have grown, and tells what has changed. */
  watch(publish: (news: LogNews) => void): void {
    this.#watching = this.#watch(publish);
  }

  async close(): Promise<void> {
    this.#stopped.abort();
    this.#wakes.stop();
    await this.#watching;
    await this.explanations.close();
    await this.#store.close();
  }

  async #watch(publish: (news: LogNews) => void): Promise<void> {
    const stopWatching = wakeOnChanges(this.#files, this.#wakes);
    const { signal } = this.#stopped;
    for await (const _ of this.#wakes) {
      const { kind, taskUuids, moreTasks } = await this.#readOn();
      if (kind !== "unchanged") {
        this.#version++;
        const isAnew = kind === "rebuilt";
        publish({ kind: "grown", summary: await this.summary(), taskUuids, moreTasks: moreTasks || isAnew });
      }
      const restMs = this.#memory === undefined ? REST_MS.store : REST_MS.memory;
      await passing(restMs, undefined, { signal }).catch(() => {});
    }
    stopWatching();
  }

  async #readOn(): Promise<Refreshed> {
    try {
      const refreshed = await this.#store.refresh();
      await this.#leaveMemory();
      return refreshed;
    } catch (error) {
      // While a file is rotated there may be none of its name for a moment.
      if (!(error instanceof InputError)) this.#options.onTrouble(`Cannot read on: ${(error as Error).message}`);
      return { kind: "unchanged", messages: 0, ...firstChanged([]) };
    }
  }

  /** A log that has grown too large for memory goes on in a store. */
  async #leaveMemory(): Promise<void> {
    const memory = this.#memory;
    if (memory === undefined || memory.length <= 2 * this.#options.memoryBytes) return;
    this.#store = await this.#options.openStore(this.#files);
    this.#memory = undefined;
    await memory.close();
  }
}

function packing(name: string): number {
  return /\.(gz|zst)$/.test(name) ? PACKED : 1;
}
