/** A filter or query could not be read. Wrong usage, so the command ends with status 2. */
export class FilterError extends Error {
  override readonly name = "FilterError";
  readonly code = "CLEW_FILTER";
}

/** The error for a place in an expression: says what is wrong, and points at it. */
export function filterErrorAt(expression: string, at: number, what: string): FilterError {
  const start = Math.max(0, at - SHOWN_BEFORE);
  const shown = expression.slice(start, at + SHOWN_AFTER).replace(/\s/g, " ");
  const mark = " ".repeat(at - start);
  return new FilterError(`Cannot read the filter at character ${at + 1}: ${what}.\n  ${shown}\n  ${mark}^`);
}

const SHOWN_BEFORE = 50;
const SHOWN_AFTER = 25;
