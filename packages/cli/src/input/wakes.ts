import { watch } from "node:fs";
import { dirname } from "node:path";

/** Tells a loop when to look again. However often it is woken while it looks, it looks once more. */
export class Wakes {
  #isDue = false;
  #isStopped = false;
  #resolve: () => void = () => {};

  wake(): void {
    this.#isDue = true;
    this.#resolve();
  }

  /** The loop looks a last time, and ends. */
  stop(): void {
    this.#isStopped = true;
    this.wake();
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<void, void, undefined> {
    while (!this.#isStopped) {
      if (!this.#isDue) await new Promise<void>((resolve) => (this.#resolve = resolve));
      this.#isDue = false;
      yield;
    }
  }
}

/** Not every file system tells of changes, and none tells of all: this often we look unasked. */
const POLL_MS = 250;
/** A writer of thousands of lines is looked at some dozens of times in a second. */
const GATHER_MS = 20;

/** Wakes when a file may have changed, until the function that it gives is called. */
export function wakeOnChanges(paths: readonly string[], wakes: Wakes): () => void {
  let due: NodeJS.Timeout | undefined;
  const soon = (): void => {
    due ??= setTimeout(() => {
      due = undefined;
      wakes.wake();
    }, GATHER_MS);
  };
  const watchers = [...new Set(paths.map(dirname))].flatMap((folder) => watchFolder(folder, soon));
  const timer = setInterval(() => wakes.wake(), POLL_MS);
  return () => {
    clearInterval(timer);
    clearTimeout(due);
    for (const stop of watchers) stop();
  };
}

function watchFolder(folder: string, call: () => void): (() => void)[] {
  try {
    const watcher = watch(folder, call);
    watcher.on("error", () => watcher.close());
    return [() => watcher.close()];
  } catch {
    // The folder is not there, or no more can be watched: then it is looked at every now and then.
    return [];
  }
}
