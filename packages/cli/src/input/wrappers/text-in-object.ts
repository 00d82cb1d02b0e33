import type { Wrapper } from "./wrapper.js";

/** The keys under which carriers have the text of a line, and its time. */
const TEXTS = [
  "log",
  "message",
  "MESSAGE",
  "line",
  "msg",
  "Log",
  "text",
  "body",
  "_raw",
  "raw",
  "event",
  "content",
  "short_message",
  "full_message",
  "payload",
  "LogEntry",
  "LogMessage",
  "resultDescription",
];
const TIMES = ["time", "timestamp", "@timestamp", "TimeStamp", "date", "ts", "_time"];

/** Any object of which one text is a message. */
export const textInObject: Wrapper = {
  kind: "object",
  lines: "objects with a text in them",
  example: '{"id":"1a2b","message":"{\\"level\\":30,…}","host":"shop.example"}',
  isCertain: false,
  isGeneral: true,
  ofObject: (value) => {
    for (const key of TEXTS) {
      const inner = value[key];
      if (typeof inner !== "string" || !/^\s*\{[\s\S]*\}\s*$/.test(inner)) continue;
      const time = TIMES.map((each) => value[each]).find((each) => each !== undefined);
      const known: Record<string, string> = {};
      for (const field of ["host", "stream", "pod", "container", "unit", "app"]) {
        const found = value[field];
        if (typeof found === "string") known[field] = found;
      }
      return { inner: inner.trim(), source: { kind: "object", ...known }, time };
    }
    return undefined;
  },
};
