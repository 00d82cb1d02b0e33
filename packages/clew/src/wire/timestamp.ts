// The one rule of what a timestamp is: seconds since the Unix epoch, as a number. A number that would be a year beyond
// 5138 is in a smaller unit, which other programs of the format write, and is read as what it means.

/** The unit of a time, as its size tells it. */
export type TimeUnit = "s" | "ms" | "µs" | "ns";

const MILLISECONDS_FROM = 1e11;
const MICROSECONDS_FROM = 1e14;
const NANOSECONDS_FROM = 1e17;
const YEAR_OF_NO_CLOCK = 1e21;

/**
 * The unit in which a number counts the time since the Unix epoch: seconds end in the year 5138, where ms begin in 1973.
 *
 * @example
 * ```ts
 * import { timeUnitOf } from "clew/parse";
 *
 * console.log(timeUnitOf(1_767_000_000), timeUnitOf(1_767_000_000_000)); // s ms
 * ```
 */
export function timeUnitOf(time: number): TimeUnit {
  const size = Math.abs(time);
  if (size < MILLISECONDS_FROM || !(size < YEAR_OF_NO_CLOCK)) return "s";
  if (size < MICROSECONDS_FROM) return "ms";
  return size < NANOSECONDS_FROM ? "µs" : "ns";
}

const PER_SECOND: Readonly<Record<TimeUnit, number>> = { s: 1, ms: 1e3, µs: 1e6, ns: 1e9 };

/** Whether a message's `timestamp` is seconds as it stands, as nearly all are. */
export function isSeconds(value: unknown): value is number {
  return typeof value === "number" && value < MILLISECONDS_FROM && value > -MILLISECONDS_FROM;
}

/** The seconds since the Unix epoch that a message's `timestamp` says; `undefined` where it is no time. */
export function toTimestamp(value: unknown): number | undefined {
  if (isSeconds(value)) return value;
  if (typeof value === "number") return value / PER_SECOND[timeUnitOf(value)];
  return typeof value === "bigint" ? toTimestamp(Number(value)) : undefined;
}

/** The same of a timestamp that is still a text: a number as JSON writes it. */
export function writtenTimestamp(digits: string): number {
  return toTimestamp(Number(digits)) as number;
}
