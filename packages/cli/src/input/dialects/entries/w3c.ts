import type { JsonObject } from "../../json-object.js";
import { momentOf } from "../parts/index.js";
import type { Entry, EntryDialect } from "./entry-dialect.js";

const FIELDS = /^#Fields: (.+)$/;
const DIRECTIVE = /^#(?:Version|Software|Date|Start-Date|End-Date|Remark|Fields): /;
/** The usual names of what stands under the others. */
const NAMES: Readonly<Record<string, string>> = {
  "cs-method": "method",
  "cs-uri-stem": "path",
  "sc-status": "status",
  "c-ip": "client",
  "cs(User-Agent)": "user_agent",
  "cs(Referer)": "referer",
  "cs-uri-query": "query",
};

/** The extended log format of the W3C, in which CloudFront and IIS write: a line at the beginning names the columns. */
export const w3c: EntryDialect = {
  name: "access",
  lines: "lines in the W3C's extended format",
  example: "#Fields: date time cs-method cs-uri-stem sc-status time-taken ⏎ 2026-01-02 03:04:05 GET /orders 200 15",
  begins: (line) => DIRECTIVE.test(line),
  open: () => {
    let columns: readonly string[] = [];
    let isIis = false;
    return {
      add: (line) => {
        if (DIRECTIVE.test(line)) {
          columns = FIELDS.exec(line)?.[1]?.trim().split(/\s+/) ?? columns;
          if (line.includes("Internet Information Services")) isIis = true;
          return [];
        }
        const cells = line.includes("\t") ? line.split("\t") : line.split(" ");
        return cells.length === columns.length ? [entryOf(line, columns, cells, isIis)] : undefined;
      },
      end: () => [],
    };
  },
};

function entryOf(text: string, columns: readonly string[], cells: readonly string[], isIis: boolean): Entry {
  const value: Record<string, unknown> = {};
  for (const [at, column] of columns.entries()) {
    const cell = cells[at] as string;
    if (cell !== "-") value[NAMES[column] ?? column] = /^(?:0|[1-9]\d{0,14})$/.test(cell) ? Number(cell) : cell;
  }
  const { date, time, "time-taken": taken, ...rest } = value;
  // IIS counts milliseconds, and its time is that of the answer.
  const duration = Number(taken);
  const took: JsonObject = Number.isNaN(duration) ? {} : isIis ? { duration_ms: duration } : { duration_s: duration };
  return { text, value: { ...rest, ...took }, parts: { time: momentOf(`${String(date)}T${String(time)}Z`) } };
}
