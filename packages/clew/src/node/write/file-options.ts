import { type FileMode, LogFileError, type RotateOptions, type ToFileOptions } from "../../record/index.js";
import type { RotationOptions } from "../rotation/index.js";
import { isEndUnheard } from "./unheard-end.js";

/** The options of a log file, each with its value. */
export interface FileOptions {
  readonly mode: FileMode;
  readonly maxBufferBytes: number;
  readonly onOverflow: "wait" | "drop";
  readonly flushAfterMs: number;
  readonly maxLineBytes: number;
  readonly fileMode: number;
  readonly rotate: RotationOptions | undefined;
  readonly reopenOn: "SIGHUP" | undefined;
}

/** A line has to have room for the format's own fields. */
const LEAST_LINE_BYTES = 1024;

/** Fills in what was not given, and refuses what makes no sense before anything is opened. */
export function toFileOptions(file: string, given: ToFileOptions = {}): FileOptions {
  const { mode = "sync", onOverflow = "wait", fileMode = 0o600 } = given;
  if (mode !== "sync" && mode !== "buffered" && mode !== "thread") {
    throw new LogFileError(file, `there is no mode ${JSON.stringify(mode)}; give "sync", "buffered" or "thread"`);
  }
  if (onOverflow !== "wait" && onOverflow !== "drop") {
    throw new LogFileError(file, `onOverflow is ${JSON.stringify(onOverflow)}; give "wait" or "drop"`);
  }
  if (given.reopenOn !== undefined && given.reopenOn !== "SIGHUP") {
    throw new LogFileError(file, `reopenOn is ${JSON.stringify(given.reopenOn)}; give "SIGHUP"`);
  }
  return {
    mode: isEndUnheard() ? "sync" : mode,
    onOverflow,
    fileMode,
    maxBufferBytes: atLeast(file, "maxBufferBytes", given.maxBufferBytes ?? 8 * 1024 * 1024, 0),
    flushAfterMs: atLeast(file, "flushAfterMs", given.flushAfterMs ?? 50, 0),
    maxLineBytes: atLeast(file, "maxLineBytes", given.maxLineBytes ?? 1024 * 1024, LEAST_LINE_BYTES),
    rotate: given.rotate && toRotation(file, given.rotate),
    reopenOn: given.reopenOn,
  };
}

const PERIODS_MS = { hour: 3_600_000, day: 86_400_000 };

function toRotation(file: string, { sizeBytes, every, keep, compress = false }: RotateOptions): RotationOptions {
  if (sizeBytes === undefined && every === undefined) {
    throw new LogFileError(file, "rotate says neither sizeBytes nor every; give one of them, or both");
  }
  if (every !== undefined && !(every in PERIODS_MS)) {
    throw new LogFileError(file, `rotate.every is ${JSON.stringify(every)}; give "hour" or "day"`);
  }
  return {
    sizeBytes: atLeast(file, "rotate.sizeBytes", sizeBytes ?? Number.POSITIVE_INFINITY, 1),
    everyMs: every === undefined ? Number.POSITIVE_INFINITY : PERIODS_MS[every],
    keep: keep === undefined ? undefined : atLeast(file, "rotate.keep", keep, 1),
    compress,
  };
}

function atLeast(file: string, name: string, value: number, least: number): number {
  if (typeof value === "number" && value >= least) return value;
  throw new LogFileError(file, `${name} is ${String(value)}; give a number from ${least} up`);
}
