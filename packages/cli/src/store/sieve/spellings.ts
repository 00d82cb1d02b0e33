// A text and the line in which it is looked for.

import { LINE_SQL, statusSql } from "../tables/index.js";

const OWN_KEYS = ["task_uuid", "task_level", "timestamp", "action_type", "action_status", "message_type"];

/**
 * Whether a text may stand where sieves do not look: they know the types, the statuses and the user's fields of a line,
 * and not the keys of the format's own.
 */
export function isAboutOwnKeys(text: string): boolean {
  if (OWN_KEYS.some((key) => text.includes(key))) return true;
  const end = /^([a-z_]*)"\s*:/.exec(text)?.[1];
  const start = /[,{]\s*"([a-z_]*)$/.exec(text)?.[1];
  return OWN_KEYS.some(
    (key) => (end !== undefined && key.endsWith(end)) || (start !== undefined && key.startsWith(start)),
  );
}

/** The condition that a row's line holds one of the spellings, with places from this number on. */
export function lineContainsOneOf(texts: readonly string[], firstPlace: number): string {
  if (texts.some(mayCross)) return containsOneOf(LINE_SQL, texts, firstPlace);
  const [start, fields, end] = ["line_start", "line_fields", "line_end"].map((piece) =>
    containsOneOf(piece, texts, firstPlace),
  );
  return `(${start} OR ${end} OR (line_end IS NOT NULL AND ${fields}))`;
}

/**
 * The same as conditions of which a row meets one, for a text that stands within a type, a status or the fields if it
 * stands in a line at all: the rest of most lines is not read then. `undefined` for any other text.
 */
export function wordPlaces(texts: readonly string[], firstPlace: number): readonly string[] | undefined {
  if (!texts.every(isWord)) return undefined;
  const [type, fields, start] = ["type", "line_fields", "line_start"].map((piece) =>
    containsOneOf(piece, texts, firstPlace),
  );
  const ofStatus = statusSql((status) => texts.some((text) => status.includes(text)));
  return [`(${type} OR ${ofStatus} OR (line_end IS NOT NULL AND ${fields}))`, `line_end IS NULL AND ${start}`];
}

/** Whether a text is part of one word or value, and no part of a number or of a key of the format's own. */
function isWord(text: string): boolean {
  const isNumber = /^[\d.e+-]*$/.test(text);
  return !isNumber && !/[\s"\\,:{}[\]]/.test(text) && !OWN_KEYS.some((key) => key.includes(text));
}

/** Whether a text may stand across two pieces of a line: the fields begin with a quote, and a comma or a brace ends them. */
function mayCross(text: string): boolean {
  return text.indexOf('"', 1) > 0 || /[,}]/.test(text);
}

/** The condition that a text holds one of the spellings, with places from this number on. */
export function containsOneOf(column: string, texts: readonly string[], firstPlace: number): string {
  return `(${texts.map((_, i) => `contains(lower(${column}), $${firstPlace + i})`).join(" OR ")})`;
}
