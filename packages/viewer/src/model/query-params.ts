// A choice of tasks as the parameters of an address, and back. What an address says wrongly is left out.

import { FIELD_OPERATORS, type FieldOperator, type FieldValue, type TaskQuery, type TaskStatus } from "@clew/log";

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
}

export function queryIn(params: URLSearchParams): TaskQuery {
  const [text, like] = [params.get("text"), params.get("like")];
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

function toFieldValue(text: string): FieldValue[] {
  try {
    const parts: unknown = JSON.parse(text);
    if (!Array.isArray(parts) || typeof parts[0] !== "string" || typeof parts[1] !== "string") return [];
    const op = FIELD_OPERATORS.find((known): known is FieldOperator => known === parts[2]);
    if (op === undefined && parts.length > 2) return [];
    return [{ field: parts[0], value: parts[1], ...(op !== undefined && { op }) }];
  } catch {
    return [];
  }
}

function numberOf(text: string | null): number | undefined {
  if (text === null || text.trim() === "") return undefined;
  const value = Number(text);
  return Number.isFinite(value) ? value : undefined;
}
