import { isNarrow, type Measure } from "clew/render";

/** Loads the table of wide characters, which takes longer than most texts need, and gives a measure that seldom asks it. */
export async function loadMeasure(): Promise<Measure> {
  const { default: stringWidth } = await import("string-width");
  return (text) => (isNarrow(text) ? text.length : stringWidth(text));
}
