// Values as literals of ClickHouse's SQL. Nothing else in the command makes a literal of a value.

/** A text, whatever stands in it. */
export function text(value: string): string {
  return `'${value.replace(/[\\']/g, "\\$&").replaceAll("\0", "\\0")}'`;
}

/** A number; there is no literal for those that are not finite. */
export function number(value: number): string {
  if (!Number.isFinite(value)) throw new RangeError(`There is no literal for ${value}`);
  return value < 0 ? `(${value})` : String(value);
}

/** Texts as what stands behind `IN`. */
export function list(values: readonly string[]): string {
  return `(${values.map(text).join(", ")})`;
}
