import { type Dialect, levelOf } from "../parts/index.js";

const LINE =
  /^\[([^\]]+)\] (\d+) +- (\d\d)\/(\d\d)\/(\d{4}), (\d{1,2}):(\d\d):(\d\d) ([AP])M +([A-Z]+) (?:\[([^\]]+)\] )?(.*?)(?: \+(\d+)ms)?$/s;

/** Nest's console, whose times are those of the United States. */
export const nest: Dialect = {
  name: "nest",
  lines: "Nest's lines",
  example: "[Nest] 7  - 01/02/2026, 3:04:05 AM     LOG [NestApplication] Nest application successfully started +2ms",
  ofText: (text) => {
    const found = text.startsWith("[") ? LINE.exec(text) : null;
    if (found === null) return undefined;
    const [, , pid, month, day, year, hour, minutes, seconds, half, level, logger, said = ""] = found;
    const hours = (Number(hour) % 12) + (half === "P" ? 12 : 0);
    const time = Date.UTC(Number(year), Number(month) - 1, Number(day), hours, Number(minutes), Number(seconds)) / 1000;
    return { value: { pid: Number(pid) }, parts: { time, level: levelOf(level), logger, text: said } };
  },
};
