/** Lines as systemd's journal reads them from standard output and standard error: each begins with its priority. */

import { fstatSync } from "node:fs";
import { readHead, severityOf } from "../../wire/index.js";
import { cutLine } from "./cut-line.js";

/** journald cuts a longer line into several messages, none of which is JSON: `LineMax=` of journald.conf(5). */
export const JOURNAL_LINE_BYTES = 48 * 1024;

const PREFIX_BYTES = "<6>".length;

/** The line with its priority before it, at most so many bytes together. */
export function toJournalLine(line: string, maxBytes: number): string {
  return `<${severityOf(line, readHead(line))}>${cutLine(line, maxBytes - PREFIX_BYTES)}`;
}

/** Whether systemd has connected a file descriptor to its journal: `JOURNAL_STREAM` of systemd.exec(5). */
export function isJournal(fd: number, stream = process.env.JOURNAL_STREAM): boolean {
  if (stream === undefined) return false;
  try {
    const { dev, ino } = fstatSync(fd, { bigint: true });
    return stream === `${dev}:${ino}`;
  } catch {
    return false;
  }
}
