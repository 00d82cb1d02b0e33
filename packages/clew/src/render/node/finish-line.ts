import type { Settings } from "../options.js";
import { paint, type Span } from "../screen/index.js";
import { cutToColumns } from "../text/index.js";

/** The number of columns that a line takes. */
export function columnsOf(spans: readonly Span[], { measure }: Settings): number {
  let columns = 0;
  for (const span of spans) columns += measure(span[1]);
  return columns;
}

/** Cuts a line to the width and colours it. */
export function finish(spans: readonly Span[], settings: Settings): string {
  const { width, measure, theme, glyphs } = settings;
  if (!Number.isFinite(width)) return paint(spans, theme);
  const kept: Span[] = [];
  let left = width;
  for (const [role, text] of spans) {
    const columns = measure(text);
    if (columns > left) {
      kept.push([role, cutToColumns(text, left, measure, glyphs.cut)]);
      break;
    }
    kept.push([role, text]);
    left -= columns;
  }
  return paint(kept, theme);
}
