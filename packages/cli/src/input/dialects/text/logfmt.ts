import type { Dialect } from "../parts/index.js";
import { readLogfmt } from "./logfmt-pairs.js";

/** `key=value` pairs: https://brandur.org/logfmt. */
export const logfmt: Dialect = {
  name: "logfmt",
  lines: "logfmt's lines",
  example: 'time=2026-01-02T03:04:05Z level=info msg="listening" port=8080',
  ofText: (text) => {
    const value = readLogfmt(text);
    return value && { value };
  },
  words: { level: ["level", "lvl", "severity", "at"] },
};
