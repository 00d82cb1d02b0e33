// Fields of tasks by name: those of the root's start by their own names, those of any action or message by its type and
// the name, as `payment.card`; a value within a value by its path, as `payment.card.kind`.

import type { Fields, WrittenNode } from "clew/parse";
import { fieldText } from "../answers/index.js";
import type { MemoryTask } from "./memory-task.js";

/** True where a field of a task has one of these values, given as text. */
export function hasField({ fields, tree }: MemoryTask, field: string, values: ReadonlySet<string>): boolean {
  const own = fields.get(field);
  if (own !== undefined) return values.has(own);
  if (!field.includes(".")) return false;
  const waiting: WrittenNode[] = [tree.root];
  for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
    const type = node.kind === "message" ? node.messageType : node.actionType;
    if (type !== undefined && field.startsWith(`${type}.`)) {
      const name = field.slice(type.length + 1);
      const written = node.kind === "message" ? [node.fields] : [node.startFields, node.endFields];
      if (written.some((record) => record !== undefined && holds(record, name, values))) return true;
    }
    if (node.kind !== "message") for (const child of node.children) waiting.push(child);
  }
  return false;
}

function holds(record: Fields, name: string, values: ReadonlySet<string>): boolean {
  const value = Object.hasOwn(record, name) ? record[name] : valueAt(record, name.split("."));
  return value !== undefined && values.has(fieldText(value));
}

function valueAt(record: Fields, path: readonly string[]): unknown {
  let value: unknown = record;
  for (const name of path) {
    if (typeof value !== "object" || value === null || !Object.hasOwn(value, name)) return undefined;
    value = (value as Fields)[name];
  }
  return value;
}
