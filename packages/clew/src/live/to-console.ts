import process from "node:process";
import { toFile } from "../node/index.js";
import {
  addDestination,
  choiceOf,
  type DestinationChoice,
  type MessageDestination,
  type WritableLike,
} from "../record/index.js";
import { chooseTheme, type RenderOptions, usesColor } from "../render/index.js";
import { ConsoleLog, type ScreenClock } from "./console-log.js";
import type { ConsoleStream } from "./console-stream.js";
import { everyTick } from "./live-screen.js";

/** Options of `toConsole`. */
export interface ToConsoleOptions
  extends DestinationChoice,
    Pick<
      RenderOptions,
      "width" | "theme" | "ascii" | "fieldLimit" | "raw" | "localTime" | "wholeUuids" | "hiddenFields" | "shows"
    > {
  /** The stream to write to. Default: standard output. */
  readonly stream?: ConsoleStream;
  /** Trees, or lines of JSON. Default "auto": trees where the stream is a terminal. */
  readonly form?: "auto" | "tree" | "json";
  /**
   * True shows what is open now in a few lines below the log, drawn anew ten times a second. Default: where the stream
   * is a terminal that can move its cursor. Without it each action is told of where it begins. Give `false` to a
   * program whose child processes write on the same terminal.
   */
  readonly footer?: boolean;
}

/** The destination that `toConsole` returns, which can be emptied and closed. */
export type ConsoleDestination = { flush(): void | PromiseLike<void>; close(): void | PromiseLike<void> } & (
  | MessageDestination
  | ReturnType<typeof toFile>
);

/**
 * Shows the log to whoever watches the program, adds that as a destination, and gives it.
 *
 * On a terminal each task is drawn as a tree while it grows, in colour: what is printed is never changed, so that it
 * can be scrolled and copied, and what is open stands below it in a footer. Several tasks at once take turns, each line
 * under the short uuid of its task. What the program prints itself stands between the lines, whole. Elsewhere the same
 * call writes the log's own lines of JSON, as `toFile` does, so that a pipe or a container gets what tools read.
 *
 * Each line is written before the call that logged it returns. At an exit, also by `process.exit` or a signal, the
 * footer is taken away, and what was open is told of. `NO_COLOR` and `FORCE_COLOR` are honoured; no text in a message
 * reaches the terminal as a control character. A terminal that goes away is no error; `ledger()` counts what it missed.
 *
 * @example
 * ```ts
 * import { logMessage, withAction } from "clew";
 * import { toConsole } from "clew/live";
 *
 * toConsole();
 * await withAction("order", { id: 17 }, async () => {
 *   logMessage("card-accepted");
 * });
 * ```
 *
 * The form descends from tokio's tracing-tree and its indicatif layer, and from Cargo's progress.
 */
export function toConsole(options: ToConsoleOptions = {}): ConsoleDestination {
  const { stream = process.stdout, form = "auto" } = options;
  const isTree = form === "tree" || (form === "auto" && stream.isTTY === true);
  if (!isTree) return toFile(stream as WritableLike, choiceOf(options));
  const log = createConsoleLog(stream, options, { now: () => Date.now() / 1000, every: everyTick });
  const destination = Object.assign(log, choiceOf(options));
  addDestination(destination);
  return destination;
}

/** Makes the destination without adding it. */
export function createConsoleLog(
  stream: ConsoleStream,
  options: ToConsoleOptions,
  clock: ScreenClock,
  env: Readonly<Record<string, string | undefined>> = process.env,
): ConsoleLog {
  const {
    stream: _stream,
    form: _form,
    filter: _filter,
    footer = stream.isTTY === true && env.TERM !== "dumb",
    ...drawing
  } = options;
  const theme = chooseTheme(usesColor("auto", stream, env), "auto", env);
  const isStandard = stream === process.stdout || stream === process.stderr;
  const others = isStandard ? [process.stdout, process.stderr] : [];
  return new ConsoleLog(stream, { theme, ...drawing, footer }, clock, others);
}
