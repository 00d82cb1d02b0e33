import type { Wrapper } from "./wrapper.js";

const LINE = /^\[?(\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(?:[.,]\d+)?(?:Z| ?[+-]\d\d:?\d\d)?)\]?:? (.*)$/s;

/** A time before each line: `kubectl logs --timestamps`, `docker logs -t`, PM2's dates, CloudWatch's exports. */
export const timestamps: Wrapper = {
  kind: "timestamps",
  lines: "lines with a time before them",
  example: '2026-01-02T03:04:05.006789012Z {"level":30,…}',
  isCertain: false,
  ofText: (text) => {
    const found = LINE.exec(text);
    if (found === null) return undefined;
    const [, time = "", inner = ""] = found;
    return { inner, source: { kind: "timestamps", time }, time };
  },
};
