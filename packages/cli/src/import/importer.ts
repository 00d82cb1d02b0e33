import type { Message } from "clew/parse";
import type { RawLine } from "../input/index.js";

/** How a log of another tool is read. */
export interface ImportOptions {
  /** Whether lines that belong to one request become one task. */
  readonly grouped: boolean;
}

/** Turns lines into messages, one by one, and tells each line that it cannot use. */
export type Importer = (lines: Iterable<RawLine>, options: ImportOptions) => Iterable<Message>;

/** Whom an importer of documents tells. */
export interface DocumentOptions {
  /** What cannot be used, and why. */
  unusable(reason: string): void;
  /** What else there is to know of the document. */
  note(sentence: string): void;
}

/** Turns a document that is a whole, and no lines, into messages. */
export type DocumentImporter = (text: string, options: DocumentOptions) => Iterable<Message>;
