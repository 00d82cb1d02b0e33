import { type Dialect, isLevelWord, levelOf, momentOf } from "../parts/index.js";

const LINE = /^(\S[^\d]{0,40}?)?(\d{4})\/(\d\d)\/(\d\d) (\d\d:\d\d:\d\d(?:\.\d{6})?) (?:(\S+\.go:\d+): )?(.*)$/s;

/** Go's own log: https://pkg.go.dev/log. It has no levels; some programs write one first. */
export const go: Dialect = {
  name: "go",
  lines: "lines of Go's log",
  example: "2026/01/02 03:04:05 main.go:12: listening",
  ofText: (text) => {
    const found = LINE.exec(text);
    if (found === null) return undefined;
    const [, prefix = "", year, month, day, clock, caller, said = ""] = found;
    const logger = prefix.replace(/[\s:[\]]+/g, "");
    const isLevel = isLevelWord(logger);
    return {
      value: caller === undefined ? {} : { caller },
      parts: {
        time: momentOf(`${year}-${month}-${day}T${clock}Z`),
        text: said,
        level: isLevel ? levelOf(logger) : undefined,
        logger: isLevel || logger === "" ? undefined : logger,
      },
    };
  },
};
