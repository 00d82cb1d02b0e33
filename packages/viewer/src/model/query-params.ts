// A choice of tasks as the parameters of an address, and back. What an address says wrongly is left out.

import {
  CHANGE_KINDS,
  type Counted,
  FIELD_OPERATORS,
  type FieldOperator,
  type FieldValue,
  type TaskQuery,
  type TaskStatus,
} from "@clew/log";

const STATUSES: readonly TaskStatus[] = ["succeeded", "failed", "incomplete"];

/** Adds what narrows; each part under the name that `queryIn` reads. */
export function addQuery(params: URLSearchParams, query: TaskQuery): void {
  const add = (name: string, value: string | number | undefined) => {
    if (value !== undefined && value !== "") params.append(name, String(value));
  };
  add("text", query.text);
  for (const type of query.types ?? []) params.append("type", type);
  for (const type of query.notTypes ?? []) params.append("not-type", type);
  for (const status of query.statuses ?? []) params.append("status", status);
  for (const { field, value, op } of query.fields ?? []) {
    params.append("field", JSON.stringify(op === undefined ? [field, value] : [field, value, op]));
  }
  add("from", query.from);
  add("to", query.to);
  add("min", query.minDurationSeconds);
  add("max", query.maxDurationSeconds);
  add("like", query.like);
  if (query.counted !== undefined) params.append("counted", countedText(query.counted));
}

export function queryIn(params: URLSearchParams): TaskQuery {
  const [text, like] = [params.get("text"), params.get("like")];
  const counted = toCounted(params.get("counted"));
  const [types, notTypes] = [params.getAll("type"), params.getAll("not-type")];
  const statuses = STATUSES.filter((status) => params.getAll("status").includes(status));
  const fields = params.getAll("field").flatMap(toFieldValue);
  const [from, to, min, max] = ["from", "to", "min", "max"].map((name) => numberOf(params.get(name)));
  return {
    ...(text ? { text } : {}),
    ...(types.length > 0 ? { types } : {}),
    ...(notTypes.length > 0 ? { notTypes } : {}),
    ...(statuses.length > 0 ? { statuses } : {}),
    ...(fields.length > 0 ? { fields } : {}),
    ...(from === undefined ? {} : { from }),
    ...(to === undefined ? {} : { to }),
    ...(min === undefined ? {} : { minDurationSeconds: min }),
    ...(max === undefined ? {} : { maxDurationSeconds: max }),
    ...(like ? { like } : {}),
    ...(counted === undefined ? {} : { counted }),
  };
}

/** A choice of tasks as one text, for a place in an address of its own. */
export function queryText(query: TaskQuery): string {
  const params = new URLSearchParams();
  addQuery(params, query);
  return params.toString();
}

export function queryOfText(text: string): TaskQuery {
  return queryIn(new URLSearchParams(text));
}

/** A figure of a comparison as a list, that addresses stay short: side, kind, path, item, value, and the two choices. */
function countedText({ side, change: { kind, action_path, item, value }, of }: Counted): string {
  const choices = of === undefined ? [] : [queryText(of.a), queryText(of.b)];
  return JSON.stringify([side, kind, action_path, item ?? null, value ?? null, ...choices]);
}

function toCounted(text: string | null): Counted | undefined {
  const parts: unknown = text === null ? undefined : jsonOf(text);
  if (!Array.isArray(parts)) return undefined;
  const [side, kind, path, item, value, a, b] = parts as readonly unknown[];
  const known = CHANGE_KINDS.find((one) => one === kind);
  if ((side !== "a" && side !== "b") || known === undefined || !Array.isArray(path)) return undefined;
  if (!path.every((type): type is string => typeof type === "string")) return undefined;
  return {
    side,
    change: {
      kind: known,
      action_path: path,
      ...(typeof item === "string" && { item }),
      ...(typeof value === "string" && { value }),
    },
    ...(typeof a === "string" && typeof b === "string" && { of: { a: queryOfText(a), b: queryOfText(b) } }),
  };
}

/** The value of JSON in an address; `undefined` where it is none. */
export function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function toFieldValue(text: string): FieldValue[] {
  const parts: unknown = jsonOf(text);
  if (!Array.isArray(parts) || typeof parts[0] !== "string" || typeof parts[1] !== "string") return [];
  const op = FIELD_OPERATORS.find((known): known is FieldOperator => known === parts[2]);
  if (op === undefined && parts.length > 2) return [];
  return [{ field: parts[0], value: parts[1], ...(op !== undefined && { op }) }];
}

function numberOf(text: string | null): number | undefined {
  if (text === null || text.trim() === "") return undefined;
  const value = Number(text);
  return Number.isFinite(value) ? value : undefined;
}
