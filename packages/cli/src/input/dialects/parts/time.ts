// Times as loggers write them, in seconds since the Unix epoch.

import { isObject } from "../../json-object.js";

/** Seconds since 1970 lie below this until 5138, milliseconds above it since 1973; and so on for the smaller units. */
const SECONDS_END = 1e11;
const MILLISECONDS_END = 1e14;
const MICROSECONDS_END = 1e17;

const ISO = /^(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d)(:\d\d)?(?:[.,](\d+))?)? ?(Z|UTC|[+-]\d\d:?(?:\d\d)?)?$/;
const DIGITS = /^\d{9,19}(?:\.\d+)?$/;
const ACCESS_LOG = /^(\d\d)\/(\w{3})\/(\d{4}):(\d\d:\d\d:\d\d) ([+-]\d{4})$/;
const WITH_MONTH_NAME = /^(?:\w{3}, )?\d{1,2} \w{3} \d{4} \d\d:\d\d:\d\d/;

/** The time that a value says, or `undefined` where it says none. */
export function momentOf(value: unknown): number | undefined {
  if (typeof value === "number") return value >= 0 ? inSeconds(value) : undefined;
  if (typeof value === "bigint") return value >= 0n ? inSeconds(Number(value)) : undefined;
  if (typeof value === "string") return momentOfText(value);
  return isObject(value) ? momentOfParts(value) : undefined;
}

/** The unit is told by the magnitude. */
function inSeconds(value: number): number | undefined {
  if (value < SECONDS_END) return value;
  if (value < MILLISECONDS_END) return rounded(value / 1e3);
  if (value < MICROSECONDS_END) return rounded(value / 1e6);
  return value < 1e20 ? rounded(value / 1e9) : undefined;
}

function rounded(seconds: number): number {
  return Math.round(seconds * 1e6) / 1e6;
}

function momentOfText(text: string): number | undefined {
  const iso = ISO.exec(text);
  if (iso !== null) {
    // The fraction apart: a date has milliseconds, a log may have nanoseconds.
    const [, day, minutes = "00:00", seconds = ":00", fraction = "", zone = "Z"] = iso;
    const whole = Date.parse(`${day}T${minutes}${seconds}${zoneOf(zone)}`) / 1000;
    return Number.isNaN(whole) ? undefined : rounded(whole + Number(`0.${fraction}0`));
  }
  if (DIGITS.test(text)) return inSeconds(Number(text));
  const access = ACCESS_LOG.exec(text);
  const readable = access === null ? text : `${access[1]} ${access[2]} ${access[3]} ${access[4]} ${access[5]}`;
  if (access === null && !WITH_MONTH_NAME.test(text)) return undefined;
  const moment = Date.parse(readable) / 1000;
  return Number.isNaN(moment) ? undefined : moment;
}

function zoneOf(zone: string): string {
  if (zone === "Z" || zone === "UTC") return "Z";
  return zone.length === 3 ? `${zone}:00` : zone;
}

/** Seconds and what is beyond them apart, as Log4j and Google's libraries write it. */
function momentOfParts(value: Readonly<Record<string, unknown>>): number | undefined {
  const seconds = value.epochSecond ?? value.seconds;
  const nanos = value.nanoOfSecond ?? value.nanos ?? 0;
  const whole = typeof seconds === "string" ? Number(seconds) : seconds;
  if (typeof whole !== "number" || typeof nanos !== "number" || !(whole >= 0)) return undefined;
  return rounded(whole + nanos / 1e9);
}

const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/**
 * The time of syslog's `Jan  2 15:04:05`, which has no year: the last such day that is not after tomorrow. Its zone is
 * nowhere either; it is read as UTC.
 */
export function momentWithoutYear(text: string, now = Date.now()): number | undefined {
  const parts = /^([A-Z][a-z]{2}) +(\d{1,2}) (\d\d):(\d\d):(\d\d)(?:\.(\d+))?$/.exec(text);
  if (parts === null) return undefined;
  const month = MONTHS.indexOf(parts[1] as string);
  if (month === -1) return undefined;
  const [day, hours, minutes, seconds] = parts.slice(2, 6).map(Number) as [number, number, number, number];
  const fraction = Number(`0.${parts[6] ?? ""}0`);
  const year = new Date(now + 86_400_000).getUTCFullYear();
  const moment = (y: number) => Date.UTC(y, month, day, hours, minutes, seconds) / 1000;
  return rounded((moment(year) * 1000 > now + 86_400_000 ? moment(year - 1) : moment(year)) + fraction);
}
