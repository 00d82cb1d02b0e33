import type { DocumentImporter, Importer } from "./importer.js";
import { importPino } from "./pino.js";
import { importScLogs } from "./sc-logs.js";

/** Makes an importer for each format of lines. It is one for a whole run, since it may remember what it read. */
export const IMPORTERS: Readonly<Record<string, () => Importer>> = { pino: importPino };

/** The importers of formats of which a file is one document. */
export const DOCUMENT_IMPORTERS: Readonly<Record<string, DocumentImporter>> = { "sc-logs": importScLogs };
