import { LogFileError, type ToFileOptions } from "../record/index.js";

/** The options of a log file, each with its value. */
export interface FileOptions {
  readonly mode: "sync" | "buffered";
  readonly maxBufferBytes: number;
  readonly onOverflow: "wait" | "drop";
  readonly flushAfterMs: number;
  readonly maxLineBytes: number;
  readonly fileMode: number;
}

/** A line has to have room for the format's own fields. */
const LEAST_LINE_BYTES = 1024;

/** Fills in what was not given, and refuses what makes no sense before anything is opened. */
export function toFileOptions(file: string, given: ToFileOptions = {}): FileOptions {
  const { mode = "sync", onOverflow = "wait", fileMode = 0o600 } = given;
  if (mode === "thread") {
    throw new LogFileError(
      file,
      'there is no mode "thread" yet; "buffered" is the mode that does not write at each call',
    );
  }
  if (mode !== "sync" && mode !== "buffered") {
    throw new LogFileError(file, `there is no mode ${JSON.stringify(mode)}; give "sync" or "buffered"`);
  }
  if (onOverflow !== "wait" && onOverflow !== "drop") {
    throw new LogFileError(file, `onOverflow is ${JSON.stringify(onOverflow)}; give "wait" or "drop"`);
  }
  return {
    mode,
    onOverflow,
    fileMode,
    maxBufferBytes: atLeast(file, "maxBufferBytes", given.maxBufferBytes ?? 8 * 1024 * 1024, 0),
    flushAfterMs: atLeast(file, "flushAfterMs", given.flushAfterMs ?? 50, 0),
    maxLineBytes: atLeast(file, "maxLineBytes", given.maxLineBytes ?? 1024 * 1024, LEAST_LINE_BYTES),
  };
}

function atLeast(file: string, name: string, value: number, least: number): number {
  if (typeof value === "number" && value >= least) return value;
  throw new LogFileError(file, `${name} is ${String(value)}; give a number from ${least} up`);
}
