import type { Unwrapped, Wrapper } from "./wrapper.js";

const MOST_PREFIX = 300;
const MOST_NAME = 64;
/** Braces that are looked at: labels and tags may have some before the object begins. */
const MOST_BRACES = 5;
const TIME =
  /\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(?:[.,]\d+)?(?:Z| ?[+-]\d\d:?\d\d(?!\d))?|@[0-9a-f]{24}|\b\d{10}\.\d{3,9}\b/;
/** Numbers of lines and bytes tell nothing of what wrote a line; one in brackets may be the name of a process. */
const COUNTS = /(?<![\w.@[-])\d+(?![\w.\]-])/g;
const AROUND = /^[\s|:>,;\-[\]]+|[\s|:>,;\-[\]]+$/g;

/** Any text before an object that reaches to the end of the line, if that object is a message. */
export const prefix: Wrapper = {
  kind: "prefix",
  lines: "lines with text before them",
  example: 'web:dev: {"level":30,…}',
  isCertain: false,
  isGeneral: true,
  ofText: (text) => {
    if (!text.endsWith("}")) return undefined;
    let at = text.indexOf("{");
    for (let braces = 0; at !== -1 && at <= MOST_PREFIX && braces < MOST_BRACES; braces++) {
      if (at > 0 && OPENS_OBJECT.test(text.slice(at, at + 8)) && isJson(text, at)) return behind(text, at);
      at = text.indexOf("{", at + 1);
    }
    return undefined;
  },
};

const OPENS_OBJECT = /^\{\s*"/;

function isJson(text: string, at: number): boolean {
  try {
    JSON.parse(text.slice(at));
    return true;
  } catch {
    return false;
  }
}

function behind(text: string, at: number): Unwrapped {
  const before = text.slice(0, at);
  const time = TIME.exec(before)?.[0];
  const name = before.replace(TIME, "").replace(COUNTS, "").replace(AROUND, "");
  return {
    inner: text.slice(at),
    source: {
      kind: "prefix",
      ...(name !== "" && name.length <= MOST_NAME && { name }),
      ...(time !== undefined && { time }),
    },
    time,
  };
}
