import { readDuration } from "./duration.js";

const ISO = /^(\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d(?:\.\d+)?))?)?\s*(Z|[+-]\d\d:?\d\d)?$/i;

/**
 * Reads a moment: `2026-11-22`, `2026-11-22 19:24:55.5`, with `Z` or an offset (UTC without one), seconds since 1970,
 * or how long ago (`10m ago`). Gives seconds since 1970, or `undefined` where the text is none.
 */
export function readMoment(text: string, now: number): number | undefined {
  const trimmed = text.trim();
  const ago = /^(\S+)\s+ago$/.exec(trimmed);
  if (ago !== null) {
    const seconds = readDuration(ago[1] as string);
    return seconds === undefined ? undefined : now - seconds;
  }
  if (/^\d{5,}(?:\.\d+)?$/.test(trimmed)) return Number(trimmed);
  const parts = ISO.exec(trimmed);
  if (parts === null) return undefined;
  const [, year, month, day, hour = "00", minute = "00", second = "00", zone = "Z"] = parts;
  const offset = /^z$/i.test(zone) ? "Z" : `${zone.slice(0, 3)}:${zone.slice(-2)}`;
  // Milliseconds are all that a date holds; finer decimals are added afterwards.
  const whole = Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second.slice(0, 2)}${offset}`);
  return Number.isNaN(whole) ? undefined : whole / 1000 + Number(`0${second.slice(2)}`);
}
