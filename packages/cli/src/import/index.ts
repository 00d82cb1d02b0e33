import type { Importer } from "./importer.js";
import { importPino } from "./pino.js";

/** Makes an importer for each format. It is one for a whole run, since it may remember what it read. */
export const IMPORTERS: Readonly<Record<string, () => Importer>> = { pino: importPino };
