import { momentOf } from "../parts/index.js";
import { type EntryDialect, headed } from "./entry-dialect.js";

const HEAD = /^# (?:Time: |User@Host: )/;
const USER = /^# User@Host: (\S+?)\[(\S*?)\] @ +(\S*) ?\[(\S*)\](?: +Id: +(\d+))?/;
const PAIR = /(\w+): (\S+)/g;

/** The log of slow statements of MySQL and MariaDB: an entry has lines about the statement, then the statement. */
export const mysqlSlow: EntryDialect = {
  name: "mysql",
  lines: "MySQL's slow statements",
  example: "# User@Host: shop[shop] @ web-1 [10.0.0.7] ⏎ # Query_time: 2.000123 … ⏎ SELECT …;",
  begins: (line) => HEAD.test(line),
  open: headed({
    begins: (line) => HEAD.test(line),
    continues: (line, lines) =>
      line.startsWith("#")
        ? !HEAD.test(line) || (lines.length === 1 && (lines[0] as string).startsWith("# Time: "))
        : !isBanner(line),
    read: (lines) => {
      const about = lines.filter((line) => line.startsWith("#"));
      const said = lines.filter((line) => !line.startsWith("#"));
      const value: Record<string, unknown> = {};
      for (const line of about) {
        const user = USER.exec(line);
        if (user !== null) {
          const [, name, , host, address, thread] = user;
          Object.assign(value, { user: name, host: host || address, ...(thread && { thread: Number(thread) }) });
        } else if (!line.startsWith("# Time:")) {
          for (const [, key = "", written = ""] of line.matchAll(PAIR)) {
            value[key.toLowerCase()] = /^\d+(?:\.\d+)?$/.test(written) ? Number(written) : written;
          }
        }
      }
      const { query_time: seconds, ...rest } = value;
      if (typeof seconds !== "number") return undefined;
      const database = /^use `?([^`;]+)`?;$/i.exec(said[0] ?? "")?.[1];
      const statement = said
        .filter((line) => !/^(?:use |SET timestamp=)/i.test(line))
        .join("\n")
        .replace(/;$/, "");
      const end = momentOf(/^# Time: (\S+)$/.exec(about[0] ?? "")?.[1]);
      const start = /SET timestamp=(\d+(?:\.\d+)?)/.exec(said.join("\n"))?.[1];
      return {
        value: { ...rest, ...(database !== undefined && { database }), duration_s: seconds },
        parts: { time: end ?? (start === undefined ? undefined : Number(start) + seconds), text: statement },
      };
    },
  }),
};

/** What the server writes when it begins a file. */
function isBanner(line: string): boolean {
  return /, Version: .* started with:$|^Tcp port: |^Time +Id +Command/.test(line);
}
