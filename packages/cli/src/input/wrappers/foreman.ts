import type { Wrapper } from "./wrapper.js";

const LINE = /^(\d\d:\d\d:\d\d) ([\w.-]+) +\| ?(.*)$/s;

/** Foreman, and those that write as it does (overmind, honcho, goreman): the time of day has no date. */
export const foreman: Wrapper = {
  kind: "foreman",
  lines: "foreman's",
  example: '03:04:05 web.1  | {"level":30,…}',
  isCertain: true,
  ofText: (text) => {
    const found = LINE.exec(text);
    if (found === null) return undefined;
    const [, time = "", name = "", inner = ""] = found;
    return { inner, source: { kind: "foreman", name, time } };
  },
};
