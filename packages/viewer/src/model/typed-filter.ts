// What is typed into the filter: a demand on a field, a type, a status or the duration, as clew find takes it; else a text.

import type { FieldOperator, FieldValue, TaskQuery, TaskStatus } from "@clew/log";

const DEMAND = /^\s*([^=!<>]+?)\s*(!=|=|>|<)\s*(.+?)\s*$/;
const STATUSES: Readonly<Record<string, TaskStatus>> = {
  succeeded: "succeeded",
  failed: "failed",
  incomplete: "incomplete",
  started: "incomplete",
};
const SECONDS: Readonly<Record<string, number>> = { us: 1e-6, µs: 1e-6, ms: 1e-3, s: 1, m: 60, h: 3600 };
const OPERATORS: Readonly<Record<string, FieldOperator | undefined>> = { "!=": "is not", ">": "above", "<": "below" };

/** The query narrowed by what was typed; unchanged where nothing was. */
export function narrowedBy(query: TaskQuery, typed: string): TaskQuery {
  const text = typed.trim();
  if (text === "") return query;
  const [, name = "", sign = "", raw = ""] = DEMAND.exec(text) ?? [];
  if (name === "") return { ...query, text };
  const value = unquoted(raw);
  if (name === "type" && sign === "=") return { ...query, types: [...(query.types ?? []), value] };
  if (name === "type" && sign === "!=") return { ...query, notTypes: [...(query.notTypes ?? []), value] };
  const status = name === "status" && sign === "=" ? STATUSES[value] : undefined;
  if (status !== undefined) return { ...query, statuses: [...new Set([...(query.statuses ?? []), status])] };
  const seconds = name === "duration" ? secondsOf(value) : undefined;
  if (seconds !== undefined && sign === ">") return { ...query, minDurationSeconds: seconds };
  if (seconds !== undefined && sign === "<") return { ...query, maxDurationSeconds: seconds };
  return withField(query, { field: name, value, ...opOf(sign) });
}

function opOf(sign: string): { readonly op?: FieldOperator } {
  const op = OPERATORS[sign];
  return op === undefined ? {} : { op };
}

/** The query with one more demand on a field, which it may have already. */
export function withField(query: TaskQuery, demand: FieldValue): TaskQuery {
  const others = (query.fields ?? []).filter((known) => !isSameDemand(known, demand));
  return { ...query, fields: [...others, demand] };
}

function isSameDemand(x: FieldValue, y: FieldValue): boolean {
  return x.field === y.field && x.value === y.value && x.op === y.op;
}

function unquoted(text: string): string {
  return /^"(.*)"$/.exec(text)?.[1] ?? text;
}

function secondsOf(text: string): number | undefined {
  const [, number = "", unit = "s"] = /^([0-9.]+)\s*(us|µs|ms|s|m|h)?$/.exec(text) ?? [];
  const seconds = Number(number) * (SECONDS[unit] ?? 1);
  return number === "" || !Number.isFinite(seconds) ? undefined : seconds;
}
