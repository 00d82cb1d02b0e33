import { ToldError } from "../told-error.js";

/** A filter or query could not be read. */
export class FilterError extends ToldError {
  override readonly name = "FilterError";

  constructor(message: string) {
    super("CLEW_FILTER", message);
  }
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
