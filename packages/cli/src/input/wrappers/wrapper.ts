import type { JsonObject } from "../json-object.js";

/** What carried a line, and what it knew of it. */
export interface SourceFields {
  /** Which wrapper it was: `docker`, `cri`, `compose`, … */
  readonly kind: string;
  /** The service, app, process or dyno. */
  readonly name?: string | undefined;
  readonly pod?: string | undefined;
  readonly container?: string | undefined;
  readonly unit?: string | undefined;
  readonly host?: string | undefined;
  readonly app?: string | undefined;
  readonly stream?: string | undefined;
  readonly log_stream?: string | undefined;
  /** When it was carried, as it was written. */
  readonly time?: string | undefined;
}

/** What was in a wrapper. */
export interface Unwrapped {
  readonly inner: string | JsonObject;
  readonly source: SourceFields;
  /** When it was carried, as it was written: for a line that has no time of its own. */
  readonly time?: unknown;
  /** A line that was cut: its pieces are joined, up to the last. */
  readonly piece?: "part" | "last";
}

/** A way in which the lines of programs are carried. */
export interface Wrapper {
  readonly kind: string;
  /** As the line on standard error names what it wraps: "in docker compose's". */
  readonly lines: string;
  readonly example: string;
  /** Whether no text looks like it by chance. Of the others a message must be inside, once in a log. */
  readonly isCertain: boolean;
  /** A rule for carriers that have no name here: it is asked anew for each line. */
  readonly isGeneral?: true;
  ofText?(text: string): Unwrapped | undefined;
  ofObject?(value: JsonObject): Unwrapped | readonly Unwrapped[] | undefined;
}
