import type { Message } from "./message.js";
import { DESTINATION_FAILURE, SERIALIZATION_FAILURE, TRACEBACK, UNCAUGHT } from "./names.js";

/** A message as other loggers think of one: with a severity, a text, and fields beside it. */
export interface LogEntry {
  /** `error`, `warn` or `info`, or what the message's field `log_level` says. */
  readonly logLevel: string;
  /** Its type, and for an action's start and finish what it is: `upload started`. */
  readonly text: string;
  readonly fields: Readonly<Record<string, unknown>>;
}

/**
 * Tells a message to another logger. Our messages have no severity of their own: a failed action and a logged error
 * are errors, clew's own reports are warnings, all else informs. Fields that the other logger has for itself are
 * renamed to `field_<name>`.
 */
export function toLogEntry(message: Message, taken: readonly string[]): LogEntry {
  const fields: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(message)) {
    if (name !== "log_level") fields[taken.includes(name) ? `field_${name}` : name] = value;
  }
  return { logLevel: logLevelOf(message), text: textOf(message), fields };
}

/** The severity that is derived from what a message is, or that its field `log_level` says. */
export function logLevelOf(message: { readonly [field in keyof Message]?: unknown }): string {
  const { log_level, action_status, message_type } = message;
  if (typeof log_level === "string" && log_level !== "") return log_level;
  if (action_status === "failed" || message_type === TRACEBACK || message_type === UNCAUGHT) return "error";
  if (typeof message_type !== "string") return "info";
  const isReport = message_type.startsWith("clew:") || REPORTS.includes(message_type);
  return isReport ? "warn" : "info";
}

const REPORTS: readonly string[] = [DESTINATION_FAILURE, SERIALIZATION_FAILURE];

function textOf({ message_type, action_type, action_status }: Message): string {
  return message_type ?? [action_type, action_status].filter((part) => part !== undefined).join(" ");
}
