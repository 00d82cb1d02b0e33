import { Worker } from "node:worker_threads";

import { describeThrown } from "../../wire/index.js";
import type { FileOptions } from "../write/index.js";
import type { LogTarget } from "./ring-drain.js";
import CODE from "./writer-thread.worker.js?code";

/** What a writer thread is told when it starts. */
export interface WriterThreadData {
  readonly shared: SharedArrayBuffer;
  readonly target: LogTarget;
  readonly options: FileOptions;
}

/** What it tells: that it can write; that another file is open. */
export type FromWriterThread = "ready" | "moved";

export interface WriterThreadEvents {
  ready(): void;
  moved(): void;
  /** It is over, and why. */
  ended(reason: string): void;
}

export interface WriterThread {
  /** Ends it, wherever it is. */
  terminate(): void;
}

/** Starts a writer thread. Throws what starting a thread throws. */
export type StartWriterThread = (data: WriterThreadData, events: WriterThreadEvents) => WriterThread;

export const startWriterThread: StartWriterThread = (data, events) => {
  // It is to run nothing of the program's: what `--import` names might log to a file in a thread itself.
  const worker = new Worker(CODE, { eval: true, workerData: data, execArgv: [], env: {} });
  worker.on("message", (message: FromWriterThread) => events[message]());
  worker.on("error", (error) => events.ended(describeThrown(error)));
  worker.on("exit", (code) => events.ended(`it ended with exit code ${code}`));
  // The exit hook looks after it; an idle thread keeps no program alive.
  worker.unref();
  return { terminate: () => void worker.terminate() };
};
