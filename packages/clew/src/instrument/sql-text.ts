import type { InstrumentSqlOptions } from "./options.js";
import { type PartName, partOf } from "./part.js";

/** The text of a query is cut here: what comes later says little more of what it does. */
const MAX_SQL = 2048;

/** The field of a query's text, where it is wanted. */
export function sqlField(part: PartName, sql: unknown): { readonly sql?: string } {
  const { text = true } = partOf(part).options as InstrumentSqlOptions;
  if (!text || typeof sql !== "string") return {};
  return { sql: sql.length > MAX_SQL ? `${sql.slice(0, MAX_SQL)}…` : sql };
}

/** A query in which the values stand already, without them: texts and numbers become `?`. */
export function withoutValues(sql: string): string {
  return sql.replace(VALUE, (found, name) => (name === undefined ? "?" : found));
}

/** Names in backquotes and words are kept; quoted texts, in which the quote is doubled or escaped, and numbers are not. */
const VALUE =
  /(`[^`]*`|[A-Za-z_$@][\w$@]*)|'(?:[^'\\]|\\.|'')*'?|"(?:[^"\\]|\\.|"")*"?|\b0x[\da-f]+\b|[-+]?\b\d+(?:\.\d+)?(?:e[-+]?\d+)?\b/gis;
