import type { Wrapper } from "./wrapper.js";

const LINE = /^(\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(?:\.\d+)?[+-]\d\d:?\d\d) \[([^\]]*)\] (.*)$/s;

/** Twisted's log, with the system that wrote a line in brackets. */
export const twisted: Wrapper = {
  kind: "twisted",
  lines: "Twisted's",
  example: '2026-01-02 03:04:05+0000 [-] {"task_uuid":…}',
  isCertain: true,
  ofText: (text) => {
    const found = LINE.exec(text);
    if (found === null) return undefined;
    const [, time = "", name = "", inner = ""] = found;
    return { inner, source: { kind: "twisted", time, ...(name !== "-" && { name }) }, time };
  },
};
