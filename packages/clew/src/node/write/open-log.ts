import { LogFileError } from "../../record/index.js";
import { errorText } from "../../wire/index.js";
import type { FileSystem } from "../file-system.js";
import type { FileOptions } from "./file-options.js";
import { openWithoutWaiting } from "./open-pipe.js";

/** A file that lines can be written to. */
export interface OpenLog {
  readonly fd: number;
  /** Whether the descriptor was opened here, and so is closed here. */
  readonly isOwn: boolean;
  /** Whether it is a file, and not a pipe, a socket or a terminal. */
  readonly isFile: boolean;
  /** Whether the file ends in the middle of a line: the writer before us was stopped there. */
  readonly isTorn: boolean;
}

/** Opens a path for appending, or looks at a descriptor that the program has open. Throws a `LogFileError`. */
export function openLog(file: string | number, options: FileOptions, fs: FileSystem): OpenLog {
  const shown = typeof file === "string" ? JSON.stringify(file) : `file descriptor ${file}`;
  const fd = typeof file === "number" ? file : openPath(file, shown, options, fs);
  let isFile: boolean;
  let size: number;
  try {
    const stats = fs.fstatSync(fd);
    isFile = stats.isFile();
    size = stats.size;
    if (options.mode !== "sync" && (stats.isFIFO() || stats.isSocket())) {
      const other = openWithoutWaiting(fd, stats.isFIFO(), fs);
      if (other !== undefined) {
        if (typeof file === "string") fs.closeSync(fd);
        return { fd: other, isOwn: true, isFile: false, isTorn: false };
      }
    }
  } catch (error) {
    if (typeof file === "string") closeQuietly(fd, fs);
    throw new LogFileError(shown, `${errorText(error)}; give a descriptor that is open for writing`, error);
  }
  const isTorn = isFile && size > 0 && !endsInNewline(file, fd, size, fs);
  return { fd, isOwn: typeof file === "string", isFile, isTorn };
}

function openPath(path: string, shown: string, { fileMode }: FileOptions, fs: FileSystem): number {
  try {
    return fs.openSync(path, "a", fileMode);
  } catch (error) {
    throw new LogFileError(shown, `${errorText(error)}; ${wayOut(error)}`, error);
  }
}

function wayOut(error: unknown): string {
  switch ((error as { readonly code?: unknown }).code) {
    case "ENOENT":
      return "make its folder first, or give a path in one that exists";
    case "EISDIR":
      return "give the path of a file";
    case "EACCES":
    case "EPERM":
    case "EROFS":
      return "give a path that this user may write to";
    default:
      return "give a path that can be opened for appending";
  }
}

/** Whether a file's last byte ends a line. Where that cannot be read, the file is taken to be whole. */
function endsInNewline(file: string | number, fd: number, size: number, fs: FileSystem): boolean {
  // A log is opened for appending only, so its end is read through a descriptor of its own.
  let reading: number | undefined;
  try {
    if (typeof file === "string") reading = fs.openSync(file, "r");
    const last = new Uint8Array(1);
    const read = fs.readSync(reading ?? fd, last, 0, 1, size - 1);
    return read !== 1 || last[0] === 10;
  } catch {
    return true;
  } finally {
    if (reading !== undefined) closeQuietly(reading, fs);
  }
}

function closeQuietly(fd: number, fs: FileSystem): void {
  try {
    fs.closeSync(fd);
  } catch {
    // Nothing was written to it.
  }
}
