/** Milliseconds since 1970 are beyond this from 1973 on, seconds are not before the year 5138. */
const SECONDS_END = 1e11;

const FRACTION = /\.(\d+)(?=Z|[+-]\d\d:?\d\d|$)/;

/** A time in seconds since the Unix epoch: from milliseconds, from seconds, or from ISO 8601 with any fraction. */
export function momentOf(value: unknown): number | undefined {
  if (typeof value === "number") {
    if (!(value >= 0)) return undefined;
    return value < SECONDS_END ? value : value / 1000;
  }
  if (typeof value !== "string" || !/^\d{4}-\d\d-\d\d/.test(value)) return undefined;
  // The fraction apart: a date has milliseconds, pino may have written nanoseconds.
  const fraction = FRACTION.exec(value)?.[1] ?? "";
  const seconds = Date.parse(value.replace(FRACTION, "")) / 1000;
  return Number.isNaN(seconds) ? undefined : Math.round((seconds + Number(`0.${fraction}0`)) * 1e6) / 1e6;
}
