import { Worker } from "node:worker_threads";

import { describeThrown } from "../../wire/index.js";
import type { FileOptions } from "../write/index.js";
import type { LogTarget } from "./ring-drain.js";

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

/** Starts a writer thread, which tells when it is ready, or why it cannot be. */
export type StartWriterThread = (data: WriterThreadData, events: WriterThreadEvents) => WriterThread;

export const startWriterThread: StartWriterThread = (data, events) => {
  let worker: Worker | undefined;
  let isOver = false;
  const start = ({ default: code }: { readonly default: string }) => {
    if (isOver) return;
    // It is to run nothing of the program's: what `--import` names might log to a file in a thread itself.
    worker = new Worker(code, { eval: true, workerData: data, execArgv: [], env: {} });
    worker.on("message", (message: FromWriterThread) => events[message]());
    worker.on("error", (error) => events.ended(describeThrown(error)));
    worker.on("exit", (status) => events.ended(`it ended with exit code ${status}`));
    // The exit hook looks after it; an idle thread keeps no program alive.
    worker.unref();
  };
  // Its text is a tenth of what is loaded without it, and is lexed as CommonJS. A bundler that makes one file puts it there.
  import(/* webpackMode: "eager" */ "./writer-thread.worker.js?code")
    .then(start)
    .catch((error) => events.ended(describeThrown(error)));
  return {
    terminate() {
      isOver = true;
      void worker?.terminate();
    },
  };
};
