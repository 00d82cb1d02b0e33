import { closeSync, openSync, writeSync } from "node:fs";
import { resolve } from "node:path";
import { type GrowingFile, type GrowingFileOptions, LogFileError } from "../record/index.js";
import { errorText } from "../wire/index.js";
import { exitHooks } from "./exit-hooks.js";

/** For its owner, as logs are. */
const FILE_MODE = 0o600;

/**
 * Opens a file that is whole after each call of `append`: what comes after everything is written over, together with
 * what replaces it, in one write. So it needs no end of the process to become whole, and a SIGKILL leaves it whole.
 */
export function openGrowingFile(path: string, options: GrowingFileOptions): GrowingFile {
  const { head, tail, overwrite, atExit } = options;
  let fd: number | undefined = open(resolve(path), overwrite);
  let position = writeAll(fd, head + tail, 0) - Buffer.byteLength(tail);
  const leave = exitHooks.join(
    {
      flushAtExit() {
        try {
          atExit();
        } catch {
          // The process ends, and has others to flush; nobody is left to be told.
        }
      },
      // The file is whole as it is.
      flushAtSignal() {},
      goOn() {},
    },
    { signals: true },
  );
  return {
    append(text) {
      if (fd !== undefined) position = writeAll(fd, text + tail, position) - Buffer.byteLength(tail);
    },
    close() {
      if (fd === undefined) return;
      leave();
      closeSync(fd);
      fd = undefined;
    },
  };
}

function open(path: string, overwrite: boolean): number {
  try {
    return openSync(path, overwrite ? "w" : "wx", FILE_MODE);
  } catch (error) {
    const exists = (error as { readonly code?: unknown }).code === "EEXIST";
    const why = exists
      ? "it exists; give another logFilename, or logOverwriteIfExists: true"
      : `${errorText(error)}; give a path that can be written`;
    throw new LogFileError(JSON.stringify(path), why, error);
  }
}

/** Writes at a position; gives that of the end. */
function writeAll(fd: number, text: string, position: number): number {
  const bytes = Buffer.from(text);
  let written = 0;
  while (written < bytes.length) {
    written += writeSync(fd, bytes, written, bytes.length - written, position + written);
  }
  return position + written;
}
