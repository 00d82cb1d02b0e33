import { dotnetConsole } from "./dotnet-console.js";
import type { EntryDialect } from "./entry-dialect.js";
import { javaUtilLogging } from "./java-util-logging.js";
import { journalExport } from "./journal-export.js";
import { mysqlSlow } from "./mysql-slow.js";
import { postgres } from "./postgres.js";
import { postgresCsv } from "./postgres-csv.js";
import { rails } from "./rails.js";
import { w3c } from "./w3c.js";

/** The dialects whose entries have several lines, or depend on lines before them, in the order in which they are tried. */
export const ENTRY_DIALECTS: readonly EntryDialect[] = [
  postgres,
  postgresCsv,
  mysqlSlow,
  dotnetConsole,
  javaUtilLogging,
  rails,
  w3c,
  journalExport,
];

export type { CarriedEntry, Entry, EntryDialect, EntryReader } from "./entry-dialect.js";
