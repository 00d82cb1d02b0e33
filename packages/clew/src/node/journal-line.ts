/** Lines as systemd's journal reads them from standard output and standard error: each begins with its priority. */

import { fstatSync } from "node:fs";
import { decodeJson, logLevelOf, type Message, readHead } from "../wire/index.js";
import { cutLine } from "./cut-line.js";

/** journald cuts a longer line into several messages, none of which is JSON: `LineMax=` of journald.conf(5). */
export const JOURNAL_LINE_BYTES = 48 * 1024;

/** The priorities of sd-daemon(3), by the names that loggers give to severities. */
const PRIORITIES: Readonly<Record<string, number>> = {
  emerg: 0,
  emergency: 0,
  alert: 1,
  crit: 2,
  critical: 2,
  fatal: 2,
  err: 3,
  error: 3,
  warn: 4,
  warning: 4,
  notice: 5,
  info: 6,
  http: 6,
  verbose: 7,
  debug: 7,
  silly: 7,
  trace: 7,
};
const INFO = 6;
const PREFIX_BYTES = "<6>".length;

/** The line with its priority before it, at most so many bytes together. */
export function toJournalLine(line: string, maxBytes: number): string {
  return `<${priorityOf(line)}>${cutLine(line, maxBytes - PREFIX_BYTES)}`;
}

function priorityOf(line: string): number {
  const head = line.includes('"log_level":') ? undefined : readHead(line);
  const { status, messageType } = head ?? {};
  const message =
    head === undefined ? (decodeJson(line) as Message) : { action_status: status, message_type: messageType };
  return PRIORITIES[logLevelOf(message).toLowerCase()] ?? INFO;
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
