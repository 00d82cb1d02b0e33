import { errorOfText, levelOf } from "../parts/index.js";
import { type EntryDialect, headed } from "./entry-dialect.js";

const HEAD = /^([A-Z][a-z]{2} \d{1,2}, \d{4}),? (\d{1,2}:\d\d:\d\d)\s([AP]M) (\S+)(?: (\S+))?$/;
const LEVEL = /^(SEVERE|WARNING|INFO|CONFIG|FINE|FINER|FINEST): (.*)$/s;

function begins(line: string): boolean {
  return HEAD.test(line);
}

/** Java's own logging in the form that it has without a setting: who said it on one line, level and text on the next. */
export const javaUtilLogging: EntryDialect = {
  name: "java",
  lines: "lines of java.util.logging",
  example: "Jan 02, 2026 3:04:05 AM shop.App main ⏎ INFO: listening",
  begins,
  open: headed({
    begins,
    continues: (line, lines) => (lines.length === 1 ? LEVEL.test(line) : !begins(line) && isTrace(line, lines)),
    read: ([head = "", said = "", ...trace]) => {
      const found = HEAD.exec(head);
      const told = LEVEL.exec(said);
      if (found === null || told === null) return undefined;
      const [, day, clock, half, logger, caller] = found;
      const time = Date.parse(`${day} ${clock} ${half} UTC`) / 1000;
      return {
        value: caller === undefined ? {} : { caller },
        parts: {
          time: Number.isNaN(time) ? undefined : time,
          level: levelOf(told[1]),
          logger,
          text: told[2],
          error: trace.length === 0 ? undefined : errorOfText(trace.join("\n")),
        },
      };
    },
  }),
};

/** An error and its places; a text may have several lines itself, but none of them tells of a place. */
function isTrace(line: string, lines: readonly string[]): boolean {
  return (
    /^\s+(?:at |\.\.\. \d+ more)|^Caused by: |^\s*Suppressed: /.test(line) ||
    (lines.length === 2 && /^[\w$.]+(?:: .*)?$/.test(line))
  );
}
