import type { Message } from "clew/parse";
import type { RawLine } from "../input/index.js";

/** How a log of another tool is read. */
export interface ImportOptions {
  /** Whether lines that belong to one request become one task. */
  readonly grouped: boolean;
}

/** Turns lines into messages, one by one, and tells each line that it cannot use. */
export type Importer = (lines: Iterable<RawLine>, options: ImportOptions) => Iterable<Message>;
