import type { Message } from "clew/parse";
import type { JsonObject } from "../json-object.js";

/** A form in which a tool exports what it recorded: values of JSON, one or several to a file. */
export interface DocumentForm {
  /** As the line on standard error and the table in the documentation name it. */
  readonly name: string;
  /** Who writes it. */
  readonly by: string;
  /** Whether a value is in this form, by its keys. */
  recognizes(value: JsonObject): boolean;
  /** Begins to read one source. */
  open(findings: DocumentFindings): DocumentReader;
}

/** Whom a reader of documents tells. */
export interface DocumentFindings {
  /** Part of a value could not be used. */
  unused(line: number, reason: string): void;
  /** There is something to know of the document. */
  note(sentence: string): void;
}

/** Reads the values of one source, in their order. */
export interface DocumentReader {
  /** Gives the messages that are whole after this value. */
  add(value: JsonObject, line: number): Iterable<Message>;
  /** Gives all messages that are left: the source is over. */
  end(): Iterable<Message>;
}
