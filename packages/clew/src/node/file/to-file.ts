import { resolve } from "node:path";
import {
  addDestination,
  choiceOf,
  type FileDestination,
  faultOf,
  LogFileError,
  type ToFileOptions,
  type WritableLike,
} from "../../record/index.js";
import { type FileSystem, nodeFileSystem } from "../file-system.js";
import { sampleFaultOf } from "../sampling/index.js";
import { type StartWriterThread, startWriterThread } from "../thread/index.js";
import { type FileOptions, openLog, toFileOptions } from "../write/index.js";
import { FileLog } from "./file-log.js";
import { isJournal, JOURNAL_LINE_BYTES, toJournalLine } from "./journal-line.js";
import { openAlready, rememberOpen, sayOpenAlready } from "./open-files.js";
import { OutputLog } from "./output-log.js";
import { StreamLog } from "./stream-log.js";

/** See the portable `toFile`, which says what this does. */
export function toFile(file: string | number | WritableLike, options?: ToFileOptions): FileDestination {
  const target = toTarget(file);
  const open = typeof target === "object" ? undefined : openAlready(target, nodeFileSystem);
  if (open !== undefined) {
    sayOpenAlready(open);
    return open;
  }
  const destination = createFileDestination(file, options, nodeFileSystem);
  addDestination(destination);
  if (typeof target !== "object") rememberOpen(destination);
  return destination;
}

/** Makes the destination without adding it. */
export function createFileDestination(
  file: string | number | WritableLike,
  given: ToFileOptions | undefined,
  fs: FileSystem,
  start = startWriterThread,
): FileDestination {
  const target = toTarget(file);
  const shown = typeof target === "object" ? "a stream" : JSON.stringify(target);
  const fault = faultOf(given ?? {}) ?? (given?.sample && sampleFaultOf(given.sample));
  if (fault !== undefined) throw new LogFileError(shown, fault);
  const isForJournal = isJournalForm(target, shown, given?.form);
  const options = toFileOptions(shown, isForJournal ? { maxLineBytes: JOURNAL_LINE_BYTES, ...given } : given);
  if (typeof target === "object" && options.mode === "thread") {
    throw new LogFileError(shown, "a thread cannot write to a stream of this one; give its path or descriptor");
  }
  const log =
    typeof target === "object" ? new StreamLog(target, options) : createFileLog(file, target, options, fs, start);
  if (isForJournal) {
    const writeLine = log.writeLine.bind(log);
    log.writeLine = (line) => writeLine(toJournalLine(line, options.maxLineBytes));
  }
  return Object.assign(log, choiceOf(given ?? {}));
}

function createFileLog(
  file: unknown,
  target: string | number,
  options: FileOptions,
  fs: FileSystem,
  start: StartWriterThread,
): FileDestination {
  const log = new FileLog(target, openLog(target, options, fs), options, fs, start);
  if (file === process.stdout) return new OutputLog(process.stdout, log, options);
  return file === process.stderr ? new OutputLog(process.stderr, log, options) : log;
}

function isJournalForm(target: string | number | WritableLike, shown: string, form: unknown = "json"): boolean {
  if (form === "json") return false;
  if (form === "auto") return typeof target === "number" && isJournal(target);
  if (form !== "journal") {
    throw new LogFileError(shown, `there is no form ${JSON.stringify(form)}; give "json", "journal" or "auto"`);
  }
  if (typeof target !== "string") return true;
  throw new LogFileError(shown, 'the journal reads no files; give process.stdout, or the form "json"');
}

/** The process's own output is written to directly: a stream could not be emptied at the end of the process. */
function toTarget(file: unknown): string | number | WritableLike {
  if (file === process.stdout) return 1;
  if (file === process.stderr) return 2;
  // Made out once: the process may go to another folder.
  if (typeof file === "string") return resolve(file);
  if (typeof file === "number" && Number.isInteger(file) && file >= 0) return file;
  if (typeof file === "object" && file !== null && "write" in file && "on" in file) return file as WritableLike;
  throw new LogFileError(
    `a value of type ${file === null ? "null" : typeof file}`,
    "give a path, the number of an open file descriptor, or a writable stream",
  );
}
