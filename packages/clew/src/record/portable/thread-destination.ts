/** The types of `threadDestination`, and what stands under its name where there are no threads. */

import type { DestinationChoice, LineDestination } from "../destination.js";
import { NeedsNodeError } from "../errors.js";

/** Options of `threadDestination`. */
export interface ThreadDestinationOptions extends DestinationChoice {
  /** What the file's function is given; anything that can be copied to a thread. */
  readonly data?: unknown;
  /** Names the destination in reports; by default its file. */
  readonly name?: string;
  /** How many bytes may wait for the thread; 8 MiB by default. */
  readonly maxBufferBytes?: number;
  /**
   * What happens beyond `maxBufferBytes`. `"wait"`, the default: the log call waits for a thread that is merely slow;
   * one that has written nothing for 1.5 seconds hangs, and is let go of. `"drop"`: the line is counted, and the loss
   * is said in the log.
   */
  readonly onOverflow?: "wait" | "drop";
}

/** A destination that runs in a thread of its own. */
export interface ThreadDestination extends LineDestination {
  readonly name: string;
  writeLine(line: string): void;
  /** Resolves when the thread has written and flushed every line. What it has not within four seconds is dropped. */
  flush(): Promise<void>;
  /** Flushes, closes the destination, ends its thread, and takes it out. Can be called again. */
  close(): Promise<void>;
  /** How many lines were written and dropped so far. */
  counts(): { readonly written: number; readonly dropped: number };
}

/**
 * Makes a destination that runs in a thread of its own, so that one that blocks, or computes for long, holds nobody up:
 * the default export of a file, `(data) => destination`, is called there, and its destination is given every line, one
 * after another. What waits is bounded, counted, and written at every exit that a program can catch; a SIGKILL loses
 * what was logged in the last 50 ms and what the thread had not written. A thread that throws, exits or hangs is let
 * go of, and said; the program goes on. Eliot's `ThreadedWriter`.
 *
 * @example
 * ```ts
 * import { addDestination, close, logMessage, threadDestination } from "clew";
 *
 * const file = `data:text/javascript,
 *   import { writeSync } from "node:fs";
 *   export default () => ({ message_type }) => writeSync(1, message_type + "\\n");
 * `;
 * addDestination(threadDestination(file));
 * logMessage("written-elsewhere");
 * await close();
 * ```
 *
 * ```text output
 * written-elsewhere
 * ```
 */
export function threadDestination(
  _file: string | { readonly href: string },
  _options?: ThreadDestinationOptions,
): ThreadDestination {
  throw new NeedsNodeError(
    "threadDestination",
    "use addDestination with a destination that sends messages to a worker",
  );
}
