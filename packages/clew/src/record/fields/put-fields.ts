/** Fields as bytes, straight into the line that they end: what `encodeFields` does, where a line is made of bytes. */

import { encodeValue } from "../../wire/index.js";
import type { LineBytes } from "../bytes/index.js";
import { type AddedFields, hub } from "../hub/index.js";
import {
  encodeFields,
  encodeHostile,
  encodeSurrounding,
  MAX_TEXT,
  PLAIN_KEYS,
  renamed,
  toFields,
  tooMany,
} from "./encode-fields.js";
import type { LineKind } from "./line-kind.js";

/** The fields that a program gave, and those that stand around them. */
export function putFields(
  line: LineBytes,
  kind: LineKind,
  fields: object | undefined,
  added: AddedFields | undefined,
): void {
  if (hub.redaction !== undefined) {
    line.text(encodeFields(fields, added));
    return;
  }
  if (fields !== undefined) putOwn(line, kind, fields);
  if (added !== undefined || hub.globalFields !== undefined) line.text(encodeSurrounding(fields, added, PLAIN_KEYS));
}

function putOwn(line: LineBytes, kind: LineKind, given: object): void {
  const before = line.length;
  try {
    const fields = toFields(given);
    const { names, keys } = kind;
    let i = 0;
    for (const key in fields) {
      const value = fields[key];
      if (line.length - before > MAX_TEXT) {
        line.text(tooMany());
        return;
      }
      if (names[i] === key) line.words(keys[i] as never);
      else putKey(line, kind, i, key, fields);
      i++;
      if (typeof value === "string") line.string(value);
      else if (typeof value === "number") line.number(value);
      else if (typeof value === "boolean") line.boolean(value);
      else line.text(encodeValue(value, key));
    }
  } catch {
    line.cut(before);
    line.text(encodeHostile(given, PLAIN_KEYS));
  }
}

function putKey(line: LineBytes, kind: LineKind, i: number, key: string, fields: object): void {
  const words = PLAIN_KEYS.wordsOf(key);
  if (words === undefined) {
    line.text(renamed(key, fields));
    return;
  }
  kind.learn(i, key, words);
  line.words(words);
}
