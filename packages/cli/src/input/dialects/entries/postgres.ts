import { lineOfPostgres, momentOf, zoneOfPostgres } from "../parts/index.js";
import { type EntryDialect, headed } from "./entry-dialect.js";

const HEAD =
  /^(\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(?:\.\d+)?) ([A-Z]{3,5}|[+-]\d\d(?::?\d\d)?) (.*?)(DEBUG[1-5]?|LOG|INFO|NOTICE|WARNING|ERROR|FATAL|PANIC): {1,2}(.*)$/s;
const MORE =
  /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(?:\.\d+)? (?:[A-Z]{3,5}|[+-]\d\d(?::?\d\d)?) .*?(DETAIL|HINT|CONTEXT|STATEMENT|QUERY|LOCATION): {1,2}(.*)$/s;

function begins(line: string): boolean {
  return HEAD.test(line);
}

/** PostgreSQL's log on standard error: what belongs to a line stands below it, with the same beginning or a tab. */
export const postgres: EntryDialect = {
  name: "postgres",
  lines: "PostgreSQL's lines",
  example: '2026-01-02 03:04:05.006 UTC [7] ERROR:  relation "orders" does not exist at character 15',
  begins,
  open: headed({
    begins,
    continues: (line) => line.startsWith("\t") || MORE.test(line),
    read: ([head = "", ...below]) => {
      const found = HEAD.exec(head);
      if (found === null) return undefined;
      const [, time, zone, prefix = "", severity = "", first = ""] = found;
      const parts: Record<string, string> = { text: first };
      let last = "text";
      for (const line of below) {
        const more = MORE.exec(line);
        if (more !== null) {
          last = (more[1] as string).toLowerCase();
          parts[last] = more[2] as string;
        } else parts[last] += `\n${line.slice(1)}`;
      }
      const { text = "", ...rest } = parts;
      const pid = /\[(\d+)\]/.exec(prefix)?.[1];
      const who = /([\w-]+)@([\w-]+)/.exec(prefix);
      const value = {
        ...(pid !== undefined && { pid: Number(pid) }),
        ...(who !== null && { user: who[1], database: who[2] }),
        ...rest,
      };
      return lineOfPostgres(value, severity, text, momentOf(`${time}${zoneOfPostgres(zone as string)}`));
    },
  }),
};
