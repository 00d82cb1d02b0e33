// One field as text: short ones beside their node, long ones below it.

import type { Settings } from "../options.js";
import { cutToColumns, formatKey, formatValue, hasLineBelow, startOf, visible } from "../text/index.js";

/** Longer values never stand beside their node: a line of many short fields reads better than one long value. */
const INLINE_VALUE_COLUMNS = 60;

/** A field in the form in which it stands beside its node, or `undefined` where it is too long for that. */
export function inlineValue(value: unknown, settings: Settings): string | undefined {
  if (typeof value === "string" && (value.length > INLINE_VALUE_COLUMNS || hasLineBelow(value))) return undefined;
  const most = settings.fieldLimit === 0 ? INLINE_VALUE_COLUMNS : Math.min(settings.fieldLimit, INLINE_VALUE_COLUMNS);
  const text = formatValue(value, most);
  return settings.measure(text) > most ? undefined : text;
}

/** A value as lines of its own: the first line, cut, with a count of what is not shown; or all of it. */
export function valueLines(value: unknown, settings: Settings): readonly string[] {
  const { fieldLimit } = settings;
  if (typeof value !== "string") {
    const text = formatValue(value, fieldLimit === 0 ? Number.POSITIVE_INFINITY : fieldLimit);
    return [fieldLimit === 0 ? text : cutToColumns(text, fieldLimit, settings.measure, settings.glyphs.cut)];
  }
  if (fieldLimit === 0) return value.split(/\r?\n/).map(visible);
  return [firstLine(value, settings)];
}

/** The start of a text, with a count of the characters or lines that follow. */
export function firstLine(text: string, settings: Settings): string {
  const { fieldLimit, glyphs, measure } = settings;
  const trimmed = text.trimEnd();
  const end = trimmed.indexOf("\n");
  const line = end === -1 ? trimmed : trimmed.slice(0, end).replace(/\r$/, "");
  const shown =
    fieldLimit === 0 ? visible(line) : cutToColumns(visible(startOf(line, fieldLimit)), fieldLimit, measure, "");
  const more = end === -1 ? 0 : countLines(trimmed, end);
  if (more > 0) return `${shown} ${glyphs.cut} ${more} more ${more === 1 ? "line" : "lines"}`;
  const left = line.length - shown.length;
  return left > 0 ? `${shown}${glyphs.cut} ${left} more characters` : shown;
}

function countLines(text: string, from: number): number {
  let count = 0;
  for (let at = from; at !== -1; at = text.indexOf("\n", at + 1)) count++;
  return count;
}

/** A field's key and its value below its node. */
export function keyLabel(key: string): string {
  return `${formatKey(key)}: `;
}
