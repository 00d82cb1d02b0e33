import type { Span } from "./span.js";

/** The value of a field that an action was started with, or the nearest above it that has it. */
export function valueAbove(span: Span, field: string): string | undefined {
  for (let at: Span | undefined = span; at !== undefined; at = at.parent) {
    const value = at.action.startRecord?.[field];
    if (typeof value === "string" || typeof value === "number") return String(value);
  }
  return undefined;
}
