import type { Measure } from "clew/render";

const PRINTABLE_ASCII = /^[ -~]*$/;

/** Loads the table of wide characters, which takes longer than most lines need, and gives a measure that seldom asks it. */
export async function loadMeasure(): Promise<Measure> {
  const { default: stringWidth } = await import("string-width");
  return (text) => (PRINTABLE_ASCII.test(text) ? text.length : stringWidth(text));
}
