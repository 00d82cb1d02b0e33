// Parts of a stranger's document: each is asked for as what it should be, and is nothing where it is something else.

export type Json = Readonly<Record<string, unknown>>;

export function objectIn(value: unknown): Json | undefined {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Json) : undefined;
}

export function listIn(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** The objects of a list. */
export function objectsIn(value: unknown): readonly Json[] {
  if (!Array.isArray(value) || value.length === 0) return NONE;
  return value.map(objectIn).filter((item) => item !== undefined);
}

const NONE: readonly Json[] = [];

export function textIn(value: unknown): string | undefined {
  return typeof value === "string" && value !== "" ? value : undefined;
}

/** Years beyond 9999, or before 0, are no times; no number is made of more digits than a time has. */
const MOST_NANOS = 253_402_300_800n * 1_000_000_000n;

/** Numbers of so many digits are less. */
const DIGITS_OF_TIME = 20;

/** A whole number of some unit, as a number or as digits, in nanoseconds. */
export function nanosIn(value: unknown, perUnit: bigint): bigint | undefined {
  if (typeof value === "number") {
    if (!Number.isFinite(value) || Math.abs(value) > 1e21) return undefined;
    const whole = Math.trunc(value);
    const nanos = BigInt(whole) * perUnit + BigInt(Math.round((value - whole) * Number(perUnit)));
    return timeOf(nanos);
  }
  const whole =
    typeof value === "bigint"
      ? value
      : typeof value === "string" && /^\d{1,30}$/.test(value)
        ? BigInt(value)
        : undefined;
  if (whole === undefined) return undefined;
  if (perUnit !== 1n) return timeOf(whole * perUnit);
  return typeof value === "string" && value.length <= DIGITS_OF_TIME ? whole : timeOf(whole);
}

function timeOf(nanos: bigint): bigint | undefined {
  return nanos >= 0n && nanos < MOST_NANOS ? nanos : undefined;
}

export const MICRO = 1000n;
export const MILLI = 1_000_000n;
