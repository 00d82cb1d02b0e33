import type { LogRecord } from "../dialects/index.js";

const MOST = 80;

/** The text of a line without its values, to call an action by. */
export function templateOf({ template, text, logger, dialect }: LogRecord): string {
  const words = template ?? text?.replace(VALUES, "*");
  const first = words?.split("\n", 1)[0]?.trim() ?? "";
  if (first === "") return logger ?? `clew:${dialect.name}`;
  return first.length > MOST ? `${first.slice(0, MOST - 1)}…` : first;
}

/** Quoted texts, uuids and other ids, numbers with their units. */
const VALUES =
  /"[^"]*"|'[^']*'|\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b|\b(?=[0-9a-f]*\d)[0-9a-f]{12,}\b|(?<![\w.])\d+(?:[.:]\d+)*(?:ns|us|µs|ms|s|m|h|%|[kKMG]i?B)?(?!\w)/gi;
