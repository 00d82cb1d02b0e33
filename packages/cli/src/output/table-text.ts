import { encodeExact, encodeScalar } from "@clew/log";
import { type Measure, visible } from "clew/render";

const LONGEST = 80;

/** Rows as a table for people: numbers to the right, what is too long cut, and no control character as it is. */
export function* tableText(
  columns: readonly string[],
  rows: readonly (readonly unknown[])[],
  measure: Measure,
): Generator<string> {
  const heads = columns.map((column) => cut(visible(column), measure));
  const cells = rows.map((row) => row.map((value) => cut(cellText(value), measure)));
  const isNumber = columns.map((_, i) => rows.every((row) => row[i] === null || isNumeric(row[i])));
  const widths = heads.map((head, i) =>
    cells.reduce((widest, row) => Math.max(widest, measure(row[i] ?? "")), measure(head)),
  );
  const line = (texts: readonly string[]) =>
    texts
      .map((text, i) => {
        const space = " ".repeat((widths[i] ?? 0) - measure(text));
        return isNumber[i] === true ? space + text : text + space;
      })
      .join("  ")
      .trimEnd();
  yield line(heads);
  yield widths.map((width) => "-".repeat(width)).join("  ");
  for (const row of cells) yield line(row);
}

function isNumeric(value: unknown): boolean {
  return typeof value === "number" || typeof value === "bigint";
}

function cellText(value: unknown): string {
  if (value === null || value === undefined) return "-";
  if (typeof value === "string") return visible(value);
  if (typeof value === "bigint") return String(value);
  return typeof value === "object" ? encodeExact(value) : encodeScalar(value);
}

function cut(text: string, measure: Measure): string {
  if (measure(text) <= LONGEST) return text;
  let width = 0;
  let kept = "";
  for (const character of text) {
    width += measure(character);
    if (width >= LONGEST) break;
    kept += character;
  }
  return `${kept}…`;
}
