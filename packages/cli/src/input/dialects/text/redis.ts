import type { Dialect } from "../parts/index.js";

const LINE = /^(\d+):([XCSM]) (\d\d \w{3} \d{4} \d\d:\d\d:\d\d)(\.\d{3})? ([.*#-]) (.*)$/s;
const LEVELS: Readonly<Record<string, string>> = { ".": "debug", "-": "trace", "*": "info", "#": "warn" };

/** Redis and Valkey: the role as a letter, the level as a sign. */
export const redis: Dialect = {
  name: "redis",
  lines: "Redis's lines",
  example: "7:M 02 Jan 2026 03:04:05.006 * Ready to accept connections tcp",
  ofText: (text) => {
    const found = LINE.exec(text);
    if (found === null) return undefined;
    const [, pid, role, clock, fraction = "", sign = "", said] = found;
    const time = Date.parse(`${clock} UTC`) / 1000 + Number(`0${fraction || ".0"}`);
    return { value: { pid: Number(pid), role }, parts: { time, level: LEVELS[sign], text: said } };
  },
};
