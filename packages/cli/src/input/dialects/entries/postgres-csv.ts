import { lineOfPostgres, momentOf, zoneOfPostgres } from "../parts/index.js";
import { type EntryDialect, headed } from "./entry-dialect.js";

const CSV = /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{3} [A-Z+\-\d:]{3,6},(?:"[^"]*")?,(?:"[^"]*")?,\d+,/;
const COLUMNS = [
  "",
  "user",
  "database",
  "pid",
  "remote_host",
  "session_id",
  "line_num",
  "ps",
  "session_start",
  "vxid",
  "txid",
  "error_severity",
  "state_code",
  "message",
  "detail",
  "hint",
  "internal_query",
  "internal_position",
  "context",
  "statement",
  "cursor_position",
  "location",
  "application_name",
  "backend_type",
  "leader_pid",
  "query_id",
];

/** PostgreSQL's log as CSV: the columns stand in the order of its manual; a text in quotation marks may have line ends. */
export const postgresCsv: EntryDialect = {
  name: "postgres",
  lines: "PostgreSQL's lines",
  example:
    '2026-01-02 03:04:05.006 UTC,"kim","shop",7,"[local]",6b0b.7,3,"SELECT",2026-01-02 …,3/1,0,ERROR,42P01,"…",…',
  begins: (line) => CSV.test(line),
  open: headed({
    begins: (line) => CSV.test(line),
    continues: (_, lines) => isOpen(lines),
    read: (lines) => {
      const cells = cellsOf(lines.join("\n"));
      const value: Record<string, unknown> = {};
      for (const [at, name] of COLUMNS.entries()) if (name !== "" && cells[at]) value[name] = cells[at];
      const [moment = ""] = cells;
      const [, time, zone = "UTC"] = /^(\S+ \S+) (\S+)$/.exec(moment) ?? [];
      const { error_severity: severity = "LOG", message = "", pid, ...rest } = value;
      return lineOfPostgres(
        { pid: Number(pid), ...rest },
        String(severity),
        String(message),
        momentOf(`${time}${zoneOfPostgres(zone)}`),
      );
    },
  }),
};

/** Whether a quotation mark is open at the end. */
function isOpen(lines: readonly string[]): boolean {
  let quotes = 0;
  for (const line of lines) for (let at = line.indexOf('"'); at !== -1; at = line.indexOf('"', at + 1)) quotes++;
  return quotes % 2 === 1;
}

function cellsOf(text: string): readonly string[] {
  const cells: string[] = [];
  for (const [, quoted, plain = ""] of text.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g)) {
    cells.push(quoted === undefined ? plain : quoted.replaceAll('""', '"'));
  }
  return cells;
}
