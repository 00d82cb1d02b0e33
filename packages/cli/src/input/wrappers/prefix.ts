import type { Wrapper } from "./wrapper.js";

const MOST_PREFIX = 300;
const MOST_NAME = 64;
const TIME = /\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(?:[.,]\d+)?(?:Z|[+-]\d\d:?\d\d)?/;

/** Any text before an object that reaches to the end of the line, if that object is a message. */
export const prefix: Wrapper = {
  kind: "prefix",
  lines: "lines with text before them",
  example: 'web:dev: {"level":30,…}',
  isCertain: false,
  ofText: (text) => {
    const at = text.indexOf("{");
    if (at <= 0 || at > MOST_PREFIX || !text.endsWith("}")) return undefined;
    const before = text.slice(0, at);
    const time = TIME.exec(before)?.[0];
    const name = before.replace(TIME, "").replace(/^[\s|:>\-[\]]+|[\s|:>\-[\]]+$/g, "");
    return {
      inner: text.slice(at),
      source: {
        kind: "prefix",
        ...(name !== "" && name.length <= MOST_NAME && { name }),
        ...(time !== undefined && { time }),
      },
      time,
    };
  },
};
