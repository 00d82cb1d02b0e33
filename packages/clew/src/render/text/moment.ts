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
  const date = new Date(whole * 1000);
  if (Number.isNaN(date.getTime())) return String(seconds);
  const offset = local ? -date.getTimezoneOffset() : 0;
  const shown = new Date(date.getTime() + offset * 60_000);
  if (Number.isNaN(shown.getTime())) return String(seconds);
  const [day, rest] = shown.toISOString().split("T") as [string, string];
  const fraction = decimals === 0 ? "" : `.${String(micros).padStart(6, "0").slice(0, decimals)}`;
  return `${day}${separator}${rest.slice(0, 8)}${fraction}${local ? formatOffset(offset) : "Z"}`;
}

function formatOffset(minutes: number): string {
  const size = Math.abs(minutes);
  const hours = String(Math.floor(size / 60)).padStart(2, "0");
  return `${minutes < 0 ? "-" : "+"}${hours}:${String(size % 60).padStart(2, "0")}`;
}
