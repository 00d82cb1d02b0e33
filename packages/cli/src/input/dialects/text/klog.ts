import { type Dialect, momentWithoutYear } from "../parts/index.js";

const LINE = /^([IWEF])(\d\d)(\d\d) (\d\d:\d\d:\d\d\.\d+) +(\d+) ([^\s\]]+:\d+)\] (.*)$/s;
const LEVELS: Readonly<Record<string, string>> = { I: "info", W: "warn", E: "error", F: "fatal" };
const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/** glog, and Kubernetes' klog: a letter for the level, a day without its year, the place in the code. */
export const klog: Dialect = {
  name: "klog",
  lines: "klog's lines",
  example: "I0102 03:04:05.006789       7 server.go:12] listening",
  ofText: (text) => {
    const found = LINE.exec(text);
    if (found === null) return undefined;
    const [, letter = "", month, day, clock, pid, caller, said = ""] = found;
    const time = momentWithoutYear(`${MONTHS[Number(month) - 1]} ${day} ${clock}`);
    return { value: { pid: Number(pid), caller }, parts: { time, level: LEVELS[letter], text: said } };
  },
};
