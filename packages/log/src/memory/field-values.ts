// Fields of tasks by name: those of the root's start by their own names, those of any action or message by its type and
// the name, as `payment.card`; a value within a value by its path, as `payment.card.kind`.

import type { Fields, WrittenNode } from "clew/parse";
import { fieldText } from "../answers/index.js";
import type { FieldOperator, FieldValue } from "../questions/index.js";
import type { MemoryTask } from "./memory-task.js";

/** All values of a field in a task: of a field of the root's start that one alone. A message's type is `true` where it is. */
export function fieldValuesOf({ tree }: MemoryTask, field: string): readonly unknown[] {
  const { root } = tree;
  const own = (root.kind === "message" ? root.fields : root.startFields) ?? {};
  if (Object.hasOwn(own, field) && !field.startsWith("clew_")) return [own[field]];
  const found: unknown[] = [];
  const waiting: WrittenNode[] = [root];
  for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
    if (node.kind === "message" && node.messageType === field) found.push(true);
    for (const [type, record] of recordsOf(node)) {
      if (!field.startsWith(`${type}.`)) continue;
      const value = valueIn(record, field.slice(type.length + 1));
      if (value !== undefined) found.push(value);
    }
    if (node.kind !== "message") for (const child of node.children) waiting.push(child);
  }
  return found;
}

/** The records of an action or a message, each with its type. */
export function recordsOf(node: WrittenNode): readonly (readonly [type: string, record: Fields])[] {
  const type = node.kind === "message" ? node.messageType : node.actionType;
  if (type === undefined) return [];
  const written = node.kind === "message" ? [node.fields] : [node.startFields, node.endFields];
  return written.flatMap((record) => (record === undefined ? [] : [[type, record] as const]));
}

function valueIn(record: Fields, name: string): unknown {
  if (Object.hasOwn(record, name)) return record[name];
  let value: unknown = record;
  for (const part of name.split(".")) {
    if (typeof value !== "object" || value === null || !Object.hasOwn(value, part)) return undefined;
    value = (value as Fields)[part];
  }
  return value;
}

/** A demand on a field, with all that it may be one of. */
interface Demand {
  readonly field: string;
  readonly op: FieldOperator | undefined;
  readonly texts: ReadonlySet<string>;
}

/** Makes a test of tasks for all that is demanded of their fields. */
export function fieldTest(fields: readonly FieldValue[]): (task: MemoryTask) => boolean {
  const demands = demandsOf(fields);
  return (task) => demands.every((demand) => isMet(demand, fieldValuesOf(task, demand.field)));
}

/** Of the values that a field is to be one must hold; of what it is not to be, to exceed or to stay below, each. */
function demandsOf(fields: readonly FieldValue[]): readonly Demand[] {
  const wanted = new Map<string, Set<string>>();
  const others: Demand[] = [];
  for (const { field, value, op } of fields) {
    if (op === undefined) wanted.set(field, (wanted.get(field) ?? new Set()).add(value));
    else others.push({ field, op, texts: new Set([value]) });
  }
  return [...[...wanted].map(([field, texts]) => ({ field, op: undefined, texts })), ...others];
}

function isMet({ op, texts }: Demand, values: readonly unknown[]): boolean {
  if (op === undefined) return values.some((value) => texts.has(fieldText(value)));
  if (op === "is not") return !values.some((value) => texts.has(fieldText(value)));
  const limit = Number([...texts][0]);
  return values.some((value) => isNumber(value) && (op === "above" ? Number(value) > limit : Number(value) < limit));
}

function isNumber(value: unknown): boolean {
  return typeof value === "number" || typeof value === "bigint";
}
