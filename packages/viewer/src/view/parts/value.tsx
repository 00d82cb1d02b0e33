import { formatValue, visible } from "clew/render";

/** A value on one line, numbers with all of their digits. */
export function Value({ value, limit = 160 }: { readonly value: unknown; readonly limit?: number }) {
  const text = exactNumber(value) ?? (typeof value === "string" ? quoteBlank(value, limit) : formatValue(value, limit));
  return <span class={`value ${kindOf(value)}`}>{text}</span>;
}

/** Reads the numbers that JSON lacks: a server sends them as `{"$int": "digits"}` and `{"$float": "NaN"}`. */
export function exactNumber(value: unknown): string | undefined {
  if (typeof value !== "object" || value === null) return undefined;
  const keys = Object.keys(value);
  const [key = ""] = keys;
  const digits: unknown = (value as Readonly<Record<string, unknown>>)[key];
  if (keys.length !== 1 || typeof digits !== "string") return undefined;
  return key === "$int" || key === "$float" ? visible(digits) : undefined;
}

export function kindOf(value: unknown): "text" | "number" | "other" {
  if (typeof value === "string") return "text";
  return typeof value === "number" || typeof value === "bigint" || exactNumber(value) !== undefined
    ? "number"
    : "other";
}

function quoteBlank(text: string, limit: number): string {
  if (text.trim() === "") return JSON.stringify(text);
  return visible(text.length > limit ? `${text.slice(0, limit)}…` : text);
}
