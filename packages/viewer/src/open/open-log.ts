// Finds the page's log. An exported page has it inside; a served page asks its server; a page that was opened from a
// disk without a log waits for a file.

import type { LogSource } from "@clew/log";
import { embeddedLog } from "./embedded-log.js";
import { openServer } from "./open-server.js";

/** The log of this page, or `undefined` where it waits to be given one. */
export async function openLog(): Promise<LogSource | undefined> {
  const inside = embeddedLog(document);
  if (inside !== undefined) return inside;
  return location.protocol.startsWith("http") ? openServer() : undefined;
}
