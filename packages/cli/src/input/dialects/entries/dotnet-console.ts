import { errorOfText, levelOf, momentOf, namesError } from "../parts/index.js";
import { type EntryDialect, headed } from "./entry-dialect.js";

const HEAD =
  /^(?:\[?(\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d\S*)\]? )?(trce|dbug|info|warn|fail|crit): ([^\s[\]]+)\[(-?\d+)\](?: (.*))?$/;
/** What carries the lines may write a time before each. */
const BELOW = /^(?:\d{4}-\d\d-\d\dT[\d:.]+Z )? {6}/;
const LEVELS: Readonly<Record<string, string>> = { trce: "trace", dbug: "debug", fail: "error", crit: "fatal" };

function begins(line: string): boolean {
  return HEAD.test(line);
}

/** .NET's console logger: the text stands below the line that tells the level and who said it, or behind it. */
export const dotnetConsole: EntryDialect = {
  name: "dotnet",
  lines: "lines of .NET's console",
  example: "info: Shop.App[14] ⏎       Listening on 8080",
  begins,
  open: headed({
    begins,
    continues: (line) => BELOW.test(line),
    read: ([head = "", ...below]) => {
      const found = HEAD.exec(head);
      if (found === null) return undefined;
      const [, time, level = "", logger, id, said] = found;
      const lines = below.map((line) => line.replace(BELOW, ""));
      const at = lines.findIndex((line, index) => index > 0 && namesError(line) && isTrace(lines, index));
      const text = [said, ...(at === -1 ? lines : lines.slice(0, at))].filter((line) => line !== undefined).join("\n");
      return {
        value: { event_id: Number(id) },
        parts: {
          time: momentOf(time),
          level: LEVELS[level] ?? levelOf(level),
          logger,
          text,
          error: at === -1 ? undefined : errorOfText(lines.slice(at).join("\n")),
        },
      };
    },
  }),
};

/** Whether the places in the code stand below a line that names an error. */
function isTrace(lines: readonly string[], at: number): boolean {
  return at === lines.length - 1 || lines.slice(at + 1).some((line) => /^\s+at |^ --->/.test(line));
}
