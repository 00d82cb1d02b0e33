import type { JsonObject } from "../../json-object.js";
import type { LoggedError } from "./logged-error.js";
import type { Reading } from "./reading.js";

/** The keys under which a logger writes each part of a line; dotted ones stand in objects. */
export interface Words {
  readonly time: readonly string[];
  readonly level: readonly string[];
  readonly text: readonly string[];
  readonly logger: readonly string[];
  readonly error: readonly string[];
  /** The type of an error of which each part has a key of its own. */
  readonly errorType: readonly string[];
}

/** How a logger writes. */
export interface Dialect {
  /** Its messages have the type `clew:NAME`. */
  readonly name: string;
  /** As the line on standard error names what it wrote: "pino's lines". */
  readonly lines: string;
  /** One line of it. */
  readonly example: string;
  /** Whether an object is a line of it, by its keys; of a dialect of text no object is. */
  recognizes?(value: JsonObject): boolean;
  /** The keys of which it looks at more than the types of their values, to recognize an object. */
  readonly looksInto?: readonly string[];
  /** Puts the values of an object under the names that all loggers have, where its own are those of no other. */
  reshape?(value: JsonObject): JsonObject;
  /** Reads a text as a line of it, where it is one. */
  ofText?(text: string): TextRead | undefined;
  /** The keys that it uses, where they are not the common ones. */
  readonly words?: Partial<Words>;
  /** The names of its levels, where it counts in its own way. */
  readonly levels?: Readonly<Record<number, string>>;
  /** The unit of durations that are bare numbers, where it has one. */
  readonly durations?: "s" | "ms" | "us" | "ns";
  /** Reads parts that stand in a form of its own, before the common ones are read. */
  prepare?(reading: Reading): Partial<RecordParts>;
}

/** A line of text, read: the values in it by their names, and the parts that these do not tell. */
export interface TextRead {
  readonly value: JsonObject;
  readonly parts?: Partial<RecordParts>;
}

/** The parts that each line has in one place after reading. */
export interface RecordParts {
  /** Seconds since the Unix epoch. */
  readonly time: number | undefined;
  readonly level: string | undefined;
  readonly logger: string | undefined;
  readonly text: string | undefined;
  readonly error: LoggedError | undefined;
  /** The text with its values not put in yet. */
  readonly template: string | undefined;
  /** The span that the line is about, where its logger writes the spans of a program. */
  readonly span: SpanEvent | undefined;
}

/** A line about a span: where it stands, and what happened to it. */
export interface SpanEvent {
  /** The spans from the outermost to this one, each by its name and what it was begun with. */
  readonly path: readonly { readonly name: string; readonly fields: JsonObject }[];
  readonly event: "begins" | "ends" | "logs" | "other";
  /** Seconds. */
  readonly duration: number | undefined;
}

/** A line of a log, read. */
export interface LogRecord extends RecordParts {
  readonly dialect: Dialect;
  /** What is left of the line. */
  readonly reading: Reading;
  /** The same for all lines with the same keys, where that is known: what depends on the keys alone can be kept by it. */
  readonly shape: Words | undefined;
}
