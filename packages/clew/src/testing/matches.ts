import { isDate, isRegExp } from "../wire/index.js";

/** A matcher of Jest or Vitest, such as `expect.any(Number)`. */
interface Asymmetric {
  asymmetricMatch(value: unknown): boolean;
}

/**
 * Whether a value is what a test expects: an object has at least the expected members, a list exactly the expected
 * items, a text the expected pattern, and the rest is the same. The runners' own `expect.any(…)` and its like work.
 */
export function matches(actual: unknown, expected: unknown): boolean {
  if (Object.is(actual, expected)) return true;
  if (typeof expected === "bigint") return typeof actual === "number" && BigInt(actual) === expected;
  if (typeof expected !== "object" || expected === null) return false;
  if (isAsymmetric(expected)) return expected.asymmetricMatch(actual);
  if (isRegExp(expected)) return typeof actual === "string" && expected.test(actual);
  if (isDate(expected)) return actual === expected.toISOString();
  if (typeof actual !== "object" || actual === null) return false;
  if (Array.isArray(expected)) {
    if (!Array.isArray(actual) || actual.length !== expected.length) return false;
    return expected.every((item, i) => matches(actual[i], item));
  }
  return Object.entries(expected).every(([key, value]) => matches((actual as Record<string, unknown>)[key], value));
}

function isAsymmetric(value: object): value is Asymmetric {
  return typeof (value as Partial<Asymmetric>).asymmetricMatch === "function";
}
