// Whether what stands in a wrapper is a message for certain, in whatever further wrappers it is.

import { parseLine } from "clew/parse";
import { ENTRY_DIALECTS, JSON_DIALECTS, momentOf, TEXT_DIALECTS } from "../dialects/index.js";
import { DOCUMENT_FORMS } from "../documents/index.js";
import { isObject, type JsonObject } from "../json-object.js";
import { OBJECT_WRAPPERS, TEXT_WRAPPERS } from "../wrappers/index.js";
import { MOST_AROUND } from "./around.js";
import { decoded } from "./json-texts.js";
import { withoutTerminalSigns } from "./terminal-signs.js";

export function isMessage(inner: string | JsonObject, depth = 0): boolean {
  return typeof inner === "string" ? isMessageText(withoutTerminalSigns(inner).trim(), depth) : isMessageObject(inner);
}

function isMessageText(text: string, depth: number): boolean {
  if (depth > MOST_AROUND || text === "") return false;
  if (text.startsWith("{") && text.endsWith("}")) {
    if (parseLine(text).ok) return true;
    const value = decoded(text);
    return isObject(value) && isMessageObject(value);
  }
  if (TEXT_DIALECTS.some((dialect) => dialect.ofText?.(text) !== undefined)) return true;
  if (ENTRY_DIALECTS.some((dialect) => dialect.begins(text))) return true;
  for (const wrapper of TEXT_WRAPPERS) {
    const found = wrapper.ofText?.(text);
    if (found !== undefined) return isMessage(found.inner, depth + 1);
  }
  return false;
}

function isMessageObject(value: JsonObject): boolean {
  if (value.task_uuid !== undefined && momentOf(value.timestamp) !== undefined) return true;
  if (DOCUMENT_FORMS.some((form) => form.recognizes(value))) return true;
  if (OBJECT_WRAPPERS.some((wrapper) => wrapper.isCertain && wrapper.ofObject?.(value) !== undefined)) return true;
  return JSON_DIALECTS.some((dialect) => dialect.recognizes?.(value) === true);
}
