// A line of PostgreSQL's log, in whichever of its three forms it was written.

import type { JsonObject } from "../../json-object.js";
import type { TextRead } from "./dialect.js";
import type { LoggedError } from "./logged-error.js";

const TOOK = /^duration: (\d+(?:\.\d+)?) ms(?: {2}(?:statement|execute [^:]*|parse [^:]*|bind [^:]*): ([\s\S]*))?$/;
const LEVELS: Readonly<Record<string, string>> = {
  LOG: "info",
  INFO: "info",
  NOTICE: "info",
  WARNING: "warn",
  ERROR: "error",
  FATAL: "fatal",
  PANIC: "fatal",
};

/** A line of its severity; one that tells how long a statement took is an action. */
export function lineOfPostgres(value: JsonObject, severity: string, text: string, time: number | undefined): TextRead {
  const took = TOOK.exec(text);
  const level = LEVELS[severity] ?? "debug";
  const state = value.state_code;
  const error: LoggedError | undefined =
    level === "error" || level === "fatal"
      ? { exception: typeof state === "string" && state !== "00000" ? state : severity, reason: text || severity }
      : undefined;
  return {
    value: {
      ...value,
      ...(took !== null && { duration_ms: Number(took[1]), ...(took[2] !== undefined && { statement: took[2] }) }),
    },
    parts: { time, level, text: took === null ? text : (took[2] ?? "statement"), error },
  };
}

/** Names of zones are not told apart; the server's own is UTC almost everywhere. */
export function zoneOfPostgres(zone: string): string {
  return /^[+-]/.test(zone) ? zone : "Z";
}
