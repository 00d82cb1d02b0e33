// A line of logfmt to an object.

import type { JsonObject } from "../../json-object.js";

const PAIR = /([A-Za-z_@][\w.@/-]*)(?:=("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|[^\s"]*))?(?:\s+|$)/y;
/** Without one of these a line of pairs may be anything. */
const TELLS = ["level", "lvl", "time", "ts", "t", "msg", "message", "timestamp", "at", "severity", "status"];
const MOST_PAIRS = 500;

/** The pairs of a line, or `undefined` where it holds something else. */
export function readLogfmt(text: string): JsonObject | undefined {
  if (!text.includes("=")) return undefined;
  const value: Record<string, unknown> = Object.create(null);
  let pairs = 0;
  PAIR.lastIndex = 0;
  while (PAIR.lastIndex < text.length) {
    const found = PAIR.exec(text);
    if (found === null || ++pairs > MOST_PAIRS) return undefined;
    const [, key = "", written] = found;
    // A key alone is a flag; several words without values are a sentence.
    if (written === undefined && pairs === 1) return undefined;
    value[key] = written === undefined ? true : readValue(key, written);
  }
  const valued = Object.values(value).filter((each) => each !== true).length;
  if (valued < 2 || valued * 2 < pairs || !TELLS.some((key) => key in value)) return undefined;
  return { ...value };
}

function readValue(key: string, written: string): unknown {
  if (written.startsWith('"')) {
    try {
      return JSON.parse(written);
    } catch {
      return written.slice(1, -1);
    }
  }
  if (written.startsWith("'") && written.length > 1) return written.slice(1, -1);
  // Ids keep their zeros, and times their form.
  return /^-?(?:0|[1-9]\d{0,14})(?:\.\d{1,6})?$/.test(written) && !/id$/i.test(key) ? Number(written) : written;
}
