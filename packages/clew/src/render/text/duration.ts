/**
 * Writes a duration so that it is read at a glance: three digits and a unit (`184µs`, `12.3ms`, `1.50s`), from a
 * minute on two units (`4m05s`, `2h03m`, `3d04h`). Seconds in.
 *
 * @example
 * ```ts
 * import { formatDuration } from "clew/render";
 *
 * console.log(formatDuration(0.0123), formatDuration(245)); // 12.3ms 4m05s
 * ```
 */
export function formatDuration(seconds: number, micro = "µ"): string {
  if (!Number.isFinite(seconds)) return String(seconds);
  if (seconds < 0) return `-${formatDuration(-seconds, micro)}`;
  if (seconds < 0.000_999_5) return `${Math.round(seconds * 1e6)}${micro}s`;
  if (seconds < 0.999_5) return `${threeDigits(seconds * 1e3)}ms`;
  if (seconds < 59.95) return `${threeDigits(seconds)}s`;
  const whole = Math.round(seconds);
  if (whole < 3600) return twoUnits(whole, 60, "m", 1, "s");
  if (whole < 86_400) return twoUnits(whole, 3600, "h", 60, "m");
  return twoUnits(whole, 86_400, "d", 3600, "h");
}

function threeDigits(value: number): string {
  if (value < 9.995) return value.toFixed(2);
  return value < 99.95 ? value.toFixed(1) : value.toFixed(0);
}

function twoUnits(whole: number, big: number, bigName: string, small: number, smallName: string): string {
  const rest = Math.floor((whole % big) / small);
  return `${Math.floor(whole / big)}${bigName}${String(rest).padStart(2, "0")}${smallName}`;
}
