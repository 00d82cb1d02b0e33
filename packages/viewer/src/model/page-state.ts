// The state of the page as a value, and that value as the fragment of an address: a link carries the whole state.

import type { FieldValue, PageRequest, TaskQuery, TaskStatus } from "@clew/log";

const VIEWS = ["overview", "forest", "task", "scopes", "why", "slow", "diff"] as const;
export type ViewName = (typeof VIEWS)[number];

export interface PageState {
  readonly view: ViewName;
  /** The filter and the order of the list of tasks. */
  readonly query: TaskQuery;
  readonly sort: PageRequest["sort"];
  readonly descending: boolean;
  /** The task that is looked at, or was last. */
  readonly task: string | undefined;
  /** The place in it that is chosen, as it is printed: `/2/1`, `/` for the root. */
  readonly at: string | undefined;
  /** The places of actions that are folded. */
  readonly folded: readonly string[];
  /** The text that is looked for in the task. */
  readonly find: string | undefined;
  /** The list below the search: tasks, or the messages in which the text stands. */
  readonly list: "tasks" | "messages";
  /** The two tasks that are compared. */
  readonly a: string | undefined;
  readonly b: string | undefined;
}

export const START: PageState = {
  view: "overview",
  query: {},
  sort: "time",
  descending: true,
  task: undefined,
  at: undefined,
  folded: [],
  find: undefined,
  list: "tasks",
  a: undefined,
  b: undefined,
};

const SORTS: readonly PageRequest["sort"][] = ["time", "duration", "messages", "type"];
const STATUSES: readonly TaskStatus[] = ["succeeded", "failed", "incomplete"];

/** The state as a fragment, without its `#`. What is as at the start is left out, so that addresses stay short. */
export function toFragment(state: PageState): string {
  const { query } = state;
  const params = new URLSearchParams();
  const add = (name: string, value: string | number | undefined) => {
    if (value !== undefined && value !== "") params.append(name, String(value));
  };
  add("text", query.text);
  for (const type of query.types ?? []) params.append("type", type);
  for (const status of query.statuses ?? []) params.append("status", status);
  for (const { field, value } of query.fields ?? []) params.append("field", JSON.stringify([field, value]));
  add("from", query.from);
  add("to", query.to);
  add("min", query.minDurationSeconds);
  if (state.sort !== START.sort || state.descending !== START.descending) {
    add("sort", `${state.descending ? "-" : ""}${state.sort}`);
  }
  add("task", state.task);
  add("at", state.at);
  for (const level of state.folded) params.append("folded", level);
  add("find", state.find);
  if (state.list !== START.list) add("list", state.list);
  add("a", state.a);
  add("b", state.b);
  const text = params.toString();
  return text === "" ? state.view : `${state.view}?${text}`;
}

/** The state that a fragment stands for. What it does not say, or says wrongly, is as at the start. */
export function fromFragment(fragment: string): PageState {
  const text = fragment.replace(/^#/, "");
  const mark = text.indexOf("?");
  const view = mark === -1 ? text : text.slice(0, mark);
  const params = new URLSearchParams(mark === -1 ? "" : text.slice(mark + 1));
  const one = (name: string) => params.get(name) ?? undefined;
  const sort = one("sort");
  const sortName = SORTS.find((name) => name === sort?.replace(/^-/, ""));
  return {
    view: VIEWS.find((name) => name === view) ?? START.view,
    query: queryOf(params),
    sort: sortName ?? START.sort,
    descending: sortName === undefined ? START.descending : sort?.startsWith("-") === true,
    task: one("task"),
    at: one("at"),
    folded: params.getAll("folded"),
    find: one("find"),
    list: one("list") === "messages" ? "messages" : START.list,
    a: one("a"),
    b: one("b"),
  };
}

function queryOf(params: URLSearchParams): TaskQuery {
  const text = params.get("text");
  const types = params.getAll("type");
  const statuses = STATUSES.filter((status) => params.getAll("status").includes(status));
  const fields = params.getAll("field").flatMap(toFieldValue);
  const [from, to, min] = ["from", "to", "min"].map((name) => numberOf(params.get(name)));
  return {
    ...(text ? { text } : {}),
    ...(types.length > 0 ? { types } : {}),
    ...(statuses.length > 0 ? { statuses } : {}),
    ...(fields.length > 0 ? { fields } : {}),
    ...(from === undefined ? {} : { from }),
    ...(to === undefined ? {} : { to }),
    ...(min === undefined ? {} : { minDurationSeconds: min }),
  };
}

function toFieldValue(text: string): FieldValue[] {
  try {
    const pair: unknown = JSON.parse(text);
    if (!Array.isArray(pair) || typeof pair[0] !== "string" || typeof pair[1] !== "string") return [];
    return [{ field: pair[0], value: pair[1] }];
  } catch {
    return [];
  }
}

function numberOf(text: string | null): number | undefined {
  if (text === null || text.trim() === "") return undefined;
  const value = Number(text);
  return Number.isFinite(value) ? value : undefined;
}
