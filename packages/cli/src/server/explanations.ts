import { Worker } from "node:worker_threads";
import { BUILT } from "../places.js";
import type { Explanations } from "./shown-log.js";

/** A question for a thread: of the files of a log, or of pieces of its text. */
export type Explaining =
  | ({ readonly question: "why" | "slow" } & LogBytes)
  | { readonly question: "diff"; readonly a: string; readonly b: string; readonly lines: readonly string[] };

export type LogBytes = { readonly files: readonly string[] } | { readonly lines: readonly string[] };

/** The state of a log, as far as its explanations need it. */
export interface ExplainedLog {
  /** Another number for each state of the log. */
  readonly version: number;
  bytes(): LogBytes;
  taskLines(taskUuid: string): Promise<string>;
}

/** The time after which nobody would wait any longer. */
const MOST_MS = 300_000;
const MOST_HEAP_MIB = 2048;
const THREAD = new URL("explain-thread.js", BUILT);

/** Answers the three questions in threads: each once for a state of the log, however many pages ask. */
export class ThreadExplanations implements Explanations {
  readonly #log: ExplainedLog;
  readonly #answers = new Map<string, Promise<string>>();
  readonly #threads = new Set<Worker>();
  #version = 0;

  constructor(log: ExplainedLog) {
    this.#log = log;
  }

  why(): Promise<string> {
    return this.#once("why", () => this.#inThread({ question: "why", ...this.#log.bytes() }));
  }

  slow(): Promise<string> {
    return this.#once("slow", () => this.#inThread({ question: "slow", ...this.#log.bytes() }));
  }

  diff(a: string, b: string): Promise<string> {
    return this.#once(JSON.stringify([a, b]), async () => {
      const lines = await Promise.all([...new Set([a, b])].map((uuid) => this.#log.taskLines(uuid)));
      return this.#inThread({ question: "diff", a, b, lines });
    });
  }

  async close(): Promise<void> {
    await Promise.all([...this.#threads].map((thread) => thread.terminate()));
  }

  #once(key: string, answer: () => Promise<string>): Promise<string> {
    if (this.#version !== this.#log.version) this.#answers.clear();
    this.#version = this.#log.version;
    const known = this.#answers.get(key);
    if (known !== undefined) return known;
    if (this.#answers.size >= MOST_REMEMBERED) this.#answers.clear();
    const answering = answer();
    this.#answers.set(key, answering);
    answering.catch(() => this.#answers.delete(key));
    return answering;
  }

  #inThread(workerData: Explaining): Promise<string> {
    const thread = new Worker(THREAD, { workerData, resourceLimits: { maxOldGenerationSizeMb: MOST_HEAP_MIB } });
    this.#threads.add(thread);
    const tooLate = setTimeout(() => void thread.terminate(), MOST_MS).unref();
    return new Promise<string>((resolve, reject) => {
      thread.on("message", resolve);
      thread.on("error", reject);
      thread.on("exit", () => {
        clearTimeout(tooLate);
        this.#threads.delete(thread);
        reject(new Error("it was given up; ask the command, which takes the time that it needs"));
      });
    });
  }
}

const MOST_REMEMBERED = 64;
