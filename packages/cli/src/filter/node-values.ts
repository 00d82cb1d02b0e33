// What a filter's field names mean for a message or an action. Names of our own come first; a user's field of the same
// name is reached as `fields.status`.

import { encodeExact } from "@clew/log";
import type { Fields, WrittenNode } from "clew/parse";

const OWN = "fields.";
/** What is known of the line itself, such as its container. */
const SOURCE = "source.";

/** The values that a node has under a name. An action can have two: one from its start, one from its finish. */
export function valuesOf(node: WrittenNode, name: string): readonly unknown[] {
  switch (name) {
    case "type":
      return known(node.kind === "message" ? node.messageType : node.actionType);
    case "status":
      return known(node.kind === "message" ? undefined : node.status);
    case "duration":
      return known(node.kind === "message" ? undefined : node.durationSeconds);
    case "task":
      return [node.taskUuid];
    case "time":
      return known(node.kind === "message" ? node.timestamp : (node.startTime ?? node.endTime));
    case "exception":
    case "reason":
      return node.kind === "message" ? fieldValues(node.fields, name) : known(node[name]);
    default:
      return name.startsWith(OWN)
        ? userValues(node, name.slice(OWN.length))
        : (carriedValues(node, name) ?? userValues(node, name));
  }
}

/** The value that a node has under a name, as a text; the first where it has several. */
export function textAtName(node: WrittenNode, name: string): string | undefined {
  const [value] = valuesOf(node, name);
  if (value === undefined) return undefined;
  return typeof value === "object" && value !== null ? encodeExact(value) : String(value);
}

/** What carried a line is no field of its message. */
function carriedValues(node: WrittenNode, name: string): readonly unknown[] | undefined {
  if (!name.startsWith(SOURCE)) return undefined;
  const records = node.kind === "message" ? [node.record] : [node.startRecord, node.endRecord];
  const found = records.flatMap((record) => {
    const source = record?.clew_source;
    return isObject(source) ? fieldValues(source, name.slice(SOURCE.length)) : [];
  });
  return found.length === 0 ? undefined : [...new Set(found)];
}

function isObject(value: unknown): value is Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function known(value: unknown): readonly unknown[] {
  return value === undefined ? [] : [value];
}

function userValues(node: WrittenNode, path: string): readonly unknown[] {
  if (node.kind === "message") return fieldValues(node.fields, path);
  return [...fieldValues(node.startFields, path), ...fieldValues(node.endFields, path)];
}

/** The values at a dotted path. A key that has dots itself comes first; a list gives what its members have. */
function fieldValues(fields: Fields | undefined, path: string): readonly unknown[] {
  if (fields === undefined) return [];
  if (Object.hasOwn(fields, path)) return members(fields[path]);
  const dot = path.indexOf(".");
  if (dot === -1 || !Object.hasOwn(fields, path.slice(0, dot))) return [];
  let values = members(fields[path.slice(0, dot)]);
  for (const key of path.slice(dot + 1).split(".")) values = values.flatMap((value) => memberOf(value, key));
  return values;
}

function memberOf(value: unknown, key: string): readonly unknown[] {
  if (typeof value !== "object" || value === null || !Object.hasOwn(value, key)) return [];
  return members((value as Readonly<Record<string, unknown>>)[key]);
}

function members(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [value];
}
