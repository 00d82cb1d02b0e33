/** The types of `toFile`, and what stands under its name where there are no files. */

import type { DestinationChoice, LineDestination } from "../destination.js";
import { NeedsNodeError } from "../errors.js";

/** When a line is written: before the log call returns, or gathered with others a little later. */
export type FileMode = "sync" | "buffered" | "thread";

/** Options of `toFile`. */
export interface ToFileOptions extends DestinationChoice {
  /**
   * `"sync"`, the default: each line is written before the call that logged it returns, so that not even a SIGKILL
   * loses it. `"buffered"`: lines are gathered and written 64 KiB at a time, after `flushAfterMs`, and at every exit
   * that a program can catch. `"thread"`: the same, by a thread, for a disk or a reader that may be slow; it costs more
   * CPU time in all, and the main thread writes where the thread is lost.
   */
  readonly mode?: FileMode;
  /** How many bytes are kept while the file takes none (a full disk, a sleeping reader); 8 MiB by default. */
  readonly maxBufferBytes?: number;
  /**
   * What happens beyond `maxBufferBytes`. `"wait"`, the default: the log call waits for a reader that is merely slow;
   * a disk that is full is not waited for. `"drop"`: the line is counted, and the loss is said in the log.
   */
  readonly onOverflow?: "wait" | "drop";
  /** Where lines are gathered, how many milliseconds a line waits at most for others; 50 by default. */
  readonly flushAfterMs?: number;
  /** Longer lines have their longest values cut, visibly; 1 MiB by default, 1,024 at least. */
  readonly maxLineBytes?: number;
  /**
   * `"json"`, the default: a line of JSON a message. `"journal"`, for standard output or standard error of a systemd
   * service: before it its priority, `<3>` for what failed, `<4>` for clew's own reports, `<6>` for the rest, or what
   * its field `log_level` says; journald stores it and takes it away. Lines are then cut at 48 KiB, if not before, for
   * journald would cut them into pieces. `"auto"`: the journal's form where `JOURNAL_STREAM` says that it listens.
   */
  readonly form?: "json" | "journal" | "auto";
  /** When the file is moved aside and a new one begun; never, where nothing is said. */
  readonly rotate?: RotateOptions;
  /**
   * A signal at which the file is opened anew, as `logrotate` and others ask for: `"SIGHUP"`. The program then does not
   * end by it. Without one, a file that was moved or deleted is noticed within a second.
   */
  readonly reopenOn?: "SIGHUP";
  /** The permissions of a file that is created; `0o600` by default: logs are for their owner. */
  readonly fileMode?: number;
}

/**
 * When a log file is moved aside and a new one begun, and what becomes of the old ones: `app.log.clew-000001` is the
 * oldest,
 * and the one with the highest number the newest.
 */
export interface RotateOptions {
  /** The file is full with so many bytes; a line that would exceed it begins the next one. */
  readonly sizeBytes?: number;
  /** A file's lines are of one hour, or of one day, in UTC. */
  readonly every?: "hour" | "day";
  /** How many old files are kept, the newest; the others are deleted. By default all are kept: nothing is deleted. */
  readonly keep?: number;
  /** Whether old files are compressed with gzip, a few seconds after they are full. */
  readonly compress?: boolean;
}

/** A file, file descriptor or stream that messages go to. */
export interface FileDestination extends LineDestination {
  /** The path, where one was given. */
  readonly path: string | undefined;
  readonly name: string;
  writeLine(line: string): void;
  /** Resolves when every line is written. What cannot be written within four seconds is dropped, and counted. */
  flush(): Promise<void>;
  /** Lets the next line go to what stands at the path then: for whoever has moved the file away. */
  reopen(): void;
  /** Flushes, closes the file if this opened it, and takes the destination out. Can be called again. */
  close(): Promise<void>;
  /** How many lines were written and dropped so far. */
  counts(): { readonly written: number; readonly dropped: number };
}

/** What a stream must have to be written to; Node's `Writable` does. */
export interface WritableLike {
  write(text: string, callback: (error?: Error | null) => void): boolean;
  on(event: "drain" | "error" | "close", listener: (error?: Error) => void): unknown;
  off(event: "drain" | "error" | "close", listener: (error?: Error) => void): unknown;
}

/**
 * Opens a file for messages, one JSON object a line, adds it as a destination, and gives it. It is appended to, and
 * created if it does not exist; several processes may share one file. A file descriptor or a stream is used as it is
 * and not closed. Throws a `LogFileError` where the file cannot be opened. From then on nothing that the file does
 * reaches the program: a full disk, a closed pipe and a sleeping reader are waited out or counted, see `ledger()`.
 *
 * @example
 * ```ts
 * import { tmpdir } from "node:os";
 * import { join } from "node:path";
 * import { close, logMessage, toFile } from "clew";
 *
 * toFile(join(tmpdir(), `shop-${process.pid}.log`));
 * logMessage("started", { port: 8080 });
 * await close();
 * ```
 */
export function toFile(_file: string | number | WritableLike, _options?: ToFileOptions): FileDestination {
  throw new NeedsNodeError("toFile", "use addDestination with a function that takes each message");
}
