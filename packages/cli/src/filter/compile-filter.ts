import type { WrittenNode } from "clew/parse";
import { readDuration } from "./duration.js";
import { filterErrorAt } from "./filter-error.js";
import { type FilterStep, parseFilter } from "./filter-grammar.js";
import type { Operator } from "./filter-tokens.js";
import { fitsPattern } from "./glob.js";
import { hasWord } from "./has-word.js";
import { readMoment } from "./moment.js";
import { valuesOf } from "./node-values.js";

/** Whether a message or an action is looked for. */
export type NodeTest = (node: WrittenNode) => boolean;

/**
 * Reads a filter and gives the test that it describes. `!=` holds for what has the field with another value; `not`
 * holds for all else too. Throws a `FilterError` that points at what it could not read.
 */
export function compileFilter(expression: string, now: () => number = () => Date.now() / 1000): NodeTest {
  const steps = parseFilter(expression).map((step) =>
    step.kind === "test" ? compileTest(step, expression, now()) : step.kind === "word" ? hasWord(step.text) : step.kind,
  );
  const results: boolean[] = [];
  return (node) => {
    results.length = 0;
    for (const step of steps) {
      if (typeof step === "function") results.push(step(node));
      else {
        const last = results.pop() as boolean;
        if (step === "not") results.push(!last);
        else results.push(step === "and" ? (results.pop() as boolean) && last : (results.pop() as boolean) || last);
      }
    }
    return results.pop() as boolean;
  };
}

function compileTest(step: Extract<FilterStep, { kind: "test" }>, expression: string, now: number): NodeTest {
  const { field, operator } = step;
  const value = meaningOf(step, expression, now);
  if (operator === "!=") {
    return (node) => {
      const values = valuesOf(node, field);
      return values.length > 0 && !values.some((found) => equals(found, value, field));
    };
  }
  const fits = comparison(operator, value, field);
  return (node) => valuesOf(node, field).some(fits);
}

/** A value that a filter names: as text, and as a number where it is one. */
interface Meaning {
  readonly text: string;
  readonly number: number;
}

function meaningOf(
  { field, operator, value, at }: Extract<FilterStep, { kind: "test" }>,
  expression: string,
  now: number,
): Meaning {
  if (operator === "~") return { text: value, number: Number.NaN };
  const number =
    field === "duration" ? readDuration(value) : field === "time" ? readMoment(value, now) : toNumber(value);
  if (number !== undefined) return { text: value, number };
  const what =
    field === "duration"
      ? "a duration should stand here, such as 100ms or 1.5s"
      : "a time should stand here, such as 2026-11-22T19:24 or '10m ago'";
  throw filterErrorAt(expression, at, what);
}

function toNumber(text: string): number {
  return text.trim() === "" ? Number.NaN : Number(text);
}

function comparison(operator: Exclude<Operator, "!=">, value: Meaning, field: string): (found: unknown) => boolean {
  switch (operator) {
    case "=":
      return (found) => equals(found, value, field);
    case "~":
      return (found) => typeof found !== "object" && fitsPattern(String(found), value.text);
    case ">":
      return (found) => compare(found, value) > 0;
    case "<":
      return (found) => compare(found, value) < 0;
    case ">=":
      return (found) => compare(found, value) >= 0;
    case "<=":
      return (found) => compare(found, value) <= 0;
  }
}

function equals(found: unknown, value: Meaning, field: string): boolean {
  if (typeof found === "number") return found === value.number || (Number.isNaN(found) && value.text === "NaN");
  if (typeof found === "object" && found !== null) return false;
  // A task is named by the beginning of its uuid, as everywhere.
  return field === "task" ? String(found).startsWith(value.text) : String(found) === value.text;
}

/** Below, at or above 0 as the found value is; NaN, which is none of them, where the two cannot be compared. */
function compare(found: unknown, value: Meaning): number {
  if (typeof found === "number") return found - value.number;
  if (typeof found === "bigint")
    return Number.isNaN(value.number) ? Number.NaN : found > value.number ? 1 : found < value.number ? -1 : 0;
  if (typeof found !== "string") return Number.NaN;
  return found < value.text ? -1 : found > value.text ? 1 : 0;
}
