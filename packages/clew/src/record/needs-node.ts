// What needs Node, Bun or Deno: its types, and what stands under its names elsewhere. The node room has the real ones.

import type { Action, FieldsOf } from "./action.js";
import type { DestinationChoice, LineDestination } from "./destination.js";
import { NeedsNodeError } from "./errors.js";
import type { BodyResult } from "./with-action.js";

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
 * When a log file is moved aside and a new one begun, and what becomes of the old ones: `app.log.000001` is the oldest,
 * and the one with the highest number the newest.
 */
export interface RotateOptions {
  /** The file is full with so many bytes; a line that would exceed it begins the next one. */
  readonly sizeBytes?: number;
  /** A file's lines are of one hour, or of one day, in UTC. */
  readonly every?: "hour" | "day";
  /** How many old files are kept; 10 by default. */
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

/** Headers that can be written: a `Headers`, a `Map`, or a plain object. */
export type WritableHeaders = { set(name: string, value: string): unknown } | { [name: string]: unknown };

/** Options of `serializeTo`. */
export interface SerializeToOptions {
  /** Where the headers go: a URL or a host. Without it, the caller has decided that they may carry the task's id. */
  readonly to?: string | { readonly href: string };
  /**
   * Whether the receiver is to continue the task. By default it is where `to` is this host or loopback; everyone else
   * is only told the W3C trace.
   */
  readonly trust?: boolean | ((host: string | undefined) => boolean);
}

/**
 * Writes the current action into headers of a request, and gives them back: `x-eliot-task-id`, a place in the tree
 * that the receiver continues, and `traceparent`, W3C Trace Context for the rest of the world. The first is left out
 * for receivers that are not trusted. Outside of every action nothing is written.
 *
 * @example
 * ```ts
 * import { createServer } from "node:http";
 * import { continueFrom, serializeTo, withAction } from "clew";
 *
 * const server = createServer((request, response) => {
 *   continueFrom(request, "serve", { path: request.url }, () => response.end("hello"));
 * });
 * await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
 * const address = server.address();
 * const url = `http://127.0.0.1:${typeof address === "object" ? address?.port : ""}/`;
 * await withAction("ask", async () => {
 *   const response = await fetch(url, { headers: serializeTo({}, { to: url }) });
 *   console.log(await response.text());
 * });
 * server.close();
 * ```
 */
export function serializeTo<H extends WritableHeaders>(_headers: H, _options?: SerializeToOptions): H {
  throw new NeedsNodeError("serializeTo", "send action.serializeTaskId() yourself");
}

/** Headers that were received: a `Headers`, a `Map`, a plain object, or the request that has them. */
export type ReadableHeaders = object;

/** Options of `continueFrom`. */
export interface ContinueFromOptions {
  /** The address that the request came from, where `headers` is no request of `node:http`. */
  readonly from?: string;
  /**
   * Whether the sender may have its task continued here. By default it may where it is loopback, or where the task
   * began in this process; everyone else's task is only followed from. A reverse proxy on the same host makes
   * everyone loopback: give `false` behind one that does not strip the header.
   */
  readonly trust?: boolean | ((from: string | undefined) => boolean);
}

/**
 * Runs `body` as the action that a request caused, and gives what it gives, as `withAction` does. A trusted
 * `x-eliot-task-id` is continued: one tree over both programs. An untrusted one makes a task of its own that follows
 * from it. A `traceparent` makes a task of its own that belongs to that trace. Headers that are none of these, however
 * malformed, make a task of its own. What stands in the headers never makes this throw.
 *
 * @example
 * ```ts
 * import { continueFrom, serializeTo, withAction } from "clew";
 *
 * const headers = withAction("send", () => serializeTo({}));
 * continueFrom(headers, "receive", { queue: "orders" }, () => console.log("in the sender's tree"));
 * ```
 */
export function continueFrom<R>(headers: ReadableHeaders, type: string, body: (action: Action) => R): BodyResult<R>;
export function continueFrom<F extends object, R>(
  headers: ReadableHeaders,
  type: string,
  fields: (F & FieldsOf<F>) | undefined,
  body: (action: Action) => R,
): BodyResult<R>;
export function continueFrom<F extends object, R>(
  headers: ReadableHeaders,
  type: string,
  fields: (F & FieldsOf<F>) | undefined,
  options: ContinueFromOptions | undefined,
  body: (action: Action) => R,
): BodyResult<R>;
export function continueFrom(..._all: unknown[]): unknown {
  throw new NeedsNodeError("continueFrom", "give the sender's task id to continueTask");
}

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
