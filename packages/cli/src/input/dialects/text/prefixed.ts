import { decodeJson } from "clew/parse";
import { isObject } from "../../json-object.js";
import { type Dialect, isLevelWord, levelOf, momentOf } from "../parts/index.js";
import { plain } from "./plain.js";

const LINE = /^(\[?\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(?:[.,]\d+)?(?:Z| ?[+-]\d\d:?\d\d)?\]?)?([^{]*)(\{.*\})$/s;

/** A text with a time or a level, and an object behind it: what stands before tells what the object does not. */
export const prefixed: Dialect = {
  name: "line",
  lines: "lines of text and JSON",
  example: '[2026-01-02T03:04:05.006Z] INFO shop - listening {"port":8080}',
  ofText: (text) => {
    if (!text.endsWith("}")) return undefined;
    const found = LINE.exec(text);
    if (found === null) return undefined;
    const [, time = "", before = "", json = ""] = found;
    const head = plain.ofText?.(`${time}${before}`);
    if (head !== undefined) {
      const value = decoded(json);
      return isObject(value)
        ? { value: { ...head.value, ...value }, ...(head.parts && { parts: head.parts }) }
        : undefined;
    }
    const level = before.split(/[\s[\]():|-]+/, 4).find(isLevelWord);
    const moment = momentOf(time.trim().replace(/^\[|\]$/g, ""));
    if (moment === undefined && level === undefined) return undefined;
    const value = decoded(json);
    if (!isObject(value)) return undefined;
    const said = before
      .replace(level ?? "", "")
      .replace(/\[\s*\]|\(\s*\)/, "")
      .replace(/^[\s:|\]-]+|[\s:|-]+$/g, "");
    return { value, parts: { time: moment, level: levelOf(level), text: said } };
  },
};

function decoded(text: string): unknown {
  try {
    return decodeJson(text);
  } catch {
    return undefined;
  }
}
