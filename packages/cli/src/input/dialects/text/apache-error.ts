import { type Dialect, levelOf } from "../parts/index.js";

const LINE =
  /^\[[A-Z][a-z]{2} ([A-Z][a-z]{2}) (\d\d) (\d\d:\d\d:\d\d)(\.\d+)? (\d{4})\] \[(?:(\w+):)?(emerg|alert|crit|error|warn|notice|info|debug|trace\d)\] (?:\[pid (\d+)(?::tid (\d+))?\] )?(?:\[client ([^\]]+)\] )?(?:(AH\d{5}): )?(.*)$/s;

/** Apache's error log. */
export const apacheError: Dialect = {
  name: "apache",
  lines: "lines of Apache's error log",
  example: "[Fri Jan 02 03:04:05.006789 2026] [core:error] [pid 7:tid 8] [client 10.0.0.7:54758] AH00126: Invalid URI",
  ofText: (text) => {
    const found = text.startsWith("[") ? LINE.exec(text) : null;
    if (found === null) return undefined;
    const [, month, day, clock, fraction = "", year, logger, level = "", pid, tid, client, code, said] = found;
    const whole = Date.parse(`${day} ${month} ${year} ${clock} UTC`) / 1000;
    const known = { pid: pid && Number(pid), tid: tid && Number(tid), client, code };
    return {
      value: Object.fromEntries(Object.entries(known).filter(([, each]) => each !== undefined)),
      parts: {
        time: Number.isNaN(whole) ? undefined : Math.round((whole + Number(`0${fraction || ".0"}`)) * 1e6) / 1e6,
        level: level.startsWith("trace") ? "trace" : levelOf(level),
        logger,
        text: said,
      },
    };
  },
};
