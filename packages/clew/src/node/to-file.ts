import {
  addDestination,
  type FileDestination,
  LogFileError,
  type ToFileOptions,
  type WritableLike,
} from "../record/index.js";
import { FileLog } from "./file-log.js";
import { toFileOptions } from "./file-options.js";
import { type FileSystem, nodeFileSystem } from "./file-system.js";
import { openLog } from "./open-log.js";
import { StreamLog } from "./stream-log.js";

/** See the portable `toFile`, which says what this does. */
export function toFile(file: string | number | WritableLike, options?: ToFileOptions): FileDestination {
  const destination = createFileDestination(file, options, nodeFileSystem);
  addDestination(destination);
  return destination;
}

/** Makes the destination without adding it. */
export function createFileDestination(
  file: string | number | WritableLike,
  given: ToFileOptions | undefined,
  fs: FileSystem,
): FileDestination {
  const target = toTarget(file);
  const shown = typeof target === "object" ? "a stream" : JSON.stringify(target);
  const options = toFileOptions(shown, given);
  if (typeof target === "object") return new StreamLog(target, options);
  return new FileLog(target, openLog(target, options, fs), options, fs);
}

/** The process's own output is written to directly: a stream could not be emptied at the end of the process. */
function toTarget(file: unknown): string | number | WritableLike {
  if (file === process.stdout) return 1;
  if (file === process.stderr) return 2;
  if (typeof file === "string" || (typeof file === "number" && Number.isInteger(file) && file >= 0)) return file;
  if (typeof file === "object" && file !== null && "write" in file && "on" in file) return file as WritableLike;
  throw new LogFileError(
    `a value of type ${file === null ? "null" : typeof file}`,
    "give a path, the number of an open file descriptor, or a writable stream",
  );
}
