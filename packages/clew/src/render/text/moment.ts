// A moment as people read it. The format's timestamps are seconds since the Unix epoch; some logs hold nonsense there.

/** Options for writing a moment: its time zone, and the number of decimals of a second. */
export interface MomentOptions {
  readonly local?: boolean;
  readonly decimals?: 0 | 3 | 6;
  /** `T`, as ISO 8601 has it; a space, by default, as people read it. */
  readonly separator?: "T" | " ";
}

/**
 * Writes a timestamp as `2026-11-22 19:23:54.441Z`, or in the local zone with its offset
 * (`2026-11-22 20:23:54.441+01:00`). What no calendar holds is written as the number that it is.
 *
 * @example
 * ```ts
 * import { formatMoment } from "clew/render";
 *
 * console.log(formatMoment(1700000000.25)); // 2023-11-14 22:13:20.250Z
 * ```
 */
export function formatMoment(seconds: number, options: MomentOptions = {}): string {
  const { local = false, decimals = 3, separator = " " } = options;
  // The seconds aside, since a product with all digits would be rounded twice. To the microsecond first, which is what
  // was written; else 0.999999 could read as 0.999 or as 1.000.
  let whole = Math.floor(seconds);
  let micros = Math.round((seconds - whole) * 1e6);
  if (micros === 1e6) {
    whole++;
    micros = 0;
  }
  const second = local ? secondInZone(whole) : secondInUtc(whole);
  if (second === undefined) return String(seconds);
  const fraction = decimals === 0 ? "" : `.${String(1e6 + micros).slice(1, 1 + decimals)}`;
  return `${second.day}${separator}${second.time}${fraction}${second.zone}`;
}

/** A whole second of the calendar. */
interface Second {
  readonly day: string;
  readonly time: string;
  readonly zone: string;
}

/** The second that was written last: a program logs thousands of lines in one. */
let [lastWhole, lastSecond]: [number, Second | undefined] = [Number.NaN, undefined];

function secondInUtc(whole: number): Second | undefined {
  if (whole === lastWhole) return lastSecond;
  lastWhole = whole;
  lastSecond = secondOf(new Date(whole * 1000), "Z");
  return lastSecond;
}

/** Not kept, since a program may move to another zone. */
function secondInZone(whole: number): Second | undefined {
  const date = new Date(whole * 1000);
  const offset = -date.getTimezoneOffset();
  return secondOf(new Date(date.getTime() + offset * 60_000), formatOffset(offset));
}

function secondOf(shown: Date, zone: string): Second | undefined {
  if (Number.isNaN(shown.getTime())) return undefined;
  const [day, rest] = shown.toISOString().split("T") as [string, string];
  return { day, time: rest.slice(0, 8), zone };
}

function formatOffset(minutes: number): string {
  const size = Math.abs(minutes);
  const hours = String(Math.floor(size / 60)).padStart(2, "0");
  return `${minutes < 0 ? "-" : "+"}${hours}:${String(size % 60).padStart(2, "0")}`;
}
