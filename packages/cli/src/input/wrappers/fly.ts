import type { Wrapper } from "./wrapper.js";

const LINE = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z) (\w+)\[(\w+)\] (\w{3}) \[(\w+)\] ?(.*)$/s;

/** `fly logs`: the machine and its region stand before the text. */
export const fly: Wrapper = {
  kind: "fly",
  lines: "Fly.io's",
  example: '2026-01-02T03:04:05Z app[148ed21f] ams [info]{"level":30,…}',
  isCertain: true,
  ofText: (text) => {
    const found = LINE.exec(text);
    if (found === null) return undefined;
    const [, time = "", app = "", name = "", host = "", , inner = ""] = found;
    return { inner, source: { kind: "fly", name, app, host, time }, time };
  },
};
