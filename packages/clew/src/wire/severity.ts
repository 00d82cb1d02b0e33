/** How severe a message is, as syslog, sd-daemon(3) and others count it: 0 is an emergency, 7 is for debugging. */

import { decodeJson } from "./decode.js";
import type { LineHead } from "./line-head.js";
import { logLevelOf } from "./log-entry.js";
import type { Message } from "./message.js";

/** By the names that loggers give to severities. */
const SEVERITIES: Readonly<Record<string, number>> = {
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

/** What is as severe as this, or more, says that something failed. */
export const ERROR_SEVERITY = 3;
const INFO = 6;

/** The severity of a line, of which the beginning was read. */
export function severityOf(line: string, head: LineHead | undefined): number {
  const needsFields = head === undefined || line.includes('"log_level":');
  const level = logLevelOf(
    needsFields ? fieldsOf(line) : { action_status: head.status, message_type: head.messageType },
  );
  return SEVERITIES[level] ?? SEVERITIES[level.toLowerCase()] ?? INFO;
}

function fieldsOf(line: string): Partial<Message> {
  try {
    return (decodeJson(line) as Message | null) ?? {};
  } catch {
    return {};
  }
}
