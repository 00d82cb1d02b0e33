import { type Dialect, levelOf, momentOf } from "../parts/index.js";

const LINE =
  /^\[?(TRACE|DEBUG|INFO|NOTICE|WARN|WARNING|ERROR|FATAL|CRITICAL)\]? +\[?(\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(?:[.,]\d+)?)(Z| ?[+-]\d\d:?\d\d)?\]? +(?:(?:[-|] +)?([\w.$-]+(?::\d+)?):? +)?(.*)$/s;

/** A level before its time, as the documentation of Django has it, and what writes so. */
export const levelThenTime: Dialect = {
  name: "plain",
  lines: "lines of text with a level",
  example: "INFO     2026-01-02 03:04:05,006 views:12 listening",
  ofText: (text) => {
    const found = LINE.exec(text);
    if (found === null) return undefined;
    const [, level, time = "", zone = "", logger, said] = found;
    return {
      value: {},
      parts: {
        level: levelOf(level),
        time: momentOf(`${time}${zone}`),
        text: said,
        ...(logger !== undefined && { logger }),
      },
    };
  },
};
