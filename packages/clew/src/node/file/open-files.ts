/**
 * The files that are open as logs, once a process however many copies of the package it loaded. A module that opens one
 * may be evaluated again and again, by hot reloading; it is given the destination that there is.
 */

import { type FileDestination, hub, shared, warnOnce } from "../../record/index.js";
import type { FileSystem } from "../file-system.js";

const open = (): Set<FileDestination> => shared("open log files", () => new Set<FileDestination>());

/** The destination that writes to the same file already. */
export function openAlready(target: string | number, fs: FileSystem): FileDestination | undefined {
  for (const log of open()) {
    // One that was taken out is about to be closed.
    if (!hub.outlets.has(log)) open().delete(log);
    else if (isSame(target, log, fs)) return log;
  }
  return undefined;
}

/** Remembers a file's destination. */
export function rememberOpen(log: FileDestination): void {
  open().add(log);
}

/** Says that a file was to be opened twice, once for each. */
export function sayOpenAlready(log: FileDestination): void {
  warnOnce(
    `second opening of ${log.name}`,
    `The log ${log.name} is open already: toFile gives the destination that writes to it, with the options that it was opened with. Close it first to open it with others.`,
    "CLEW_FILE_OPEN",
  );
}

function isSame(target: string | number, log: FileDestination, fs: FileSystem): boolean {
  if (typeof target === "number") return log.path === undefined && log.name === `file descriptor ${target}`;
  if (log.path === undefined || log.path === target) return log.path === target;
  try {
    const [one, other] = [fs.statSync(target), fs.statSync(log.path)];
    return one.dev === other.dev && one.ino === other.ino && one.isFile();
  } catch {
    return false;
  }
}
