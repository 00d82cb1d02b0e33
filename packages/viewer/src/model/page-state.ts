// The state of the page as a value, and that value as the fragment of an address: a link carries the whole state.

import type { LogName, PageRequest, TaskQuery } from "@clew/log";
import { addQuery, jsonOf, queryIn, queryOfText, queryText } from "./query-params.js";

const VIEWS = ["overview", "forest", "task", "scopes", "why", "slow", "diff"] as const;
export type ViewName = (typeof VIEWS)[number];

export interface PageState {
  readonly view: ViewName;
  /** The log that is looked at, where it is the one with which another is compared. */
  readonly log: LogName;
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
  /** The stretch of time that a chart shows, under the name of what it shows: nothing of another. */
  readonly zoom: Zoom | undefined;
  /** Whose scopes are shown: of the task, where one is open, of all tasks that match, or of a recording, by its name. */
  readonly scopesOf: "tasks" | { readonly recording: string } | undefined;
  /** The scope or child that is chosen. */
  readonly lane: string | undefined;
  /** The text that is looked for in the task. */
  readonly find: string | undefined;
  /** The list below the search: tasks, the messages in which the text stands, or groups of tasks. */
  readonly list: "tasks" | "messages" | "groups";
  /** The field by whose values the tasks are grouped. */
  readonly by: string | undefined;
  /** The drawing of the tasks over time: how many, or how long they took. */
  readonly chart: "bars" | "heatmap";
  /** The tasks of which it is asked what sets them apart from the others that match. */
  readonly apart: TaskQuery | undefined;
  /** What is chosen in a view of an answer: a kind of failure by a task that failed so, a path of actions as JSON. */
  readonly pick: string | undefined;
  /** The tasks whose time is shown: all, or the slowest against the others. */
  readonly slowest: boolean;
  /** The two tasks that are compared. */
  readonly a: string | undefined;
  readonly b: string | undefined;
  /** The two choices of tasks that are compared. */
  readonly setA: TaskQuery | undefined;
  readonly setB: TaskQuery | undefined;
}

export interface Zoom {
  readonly of: string;
  readonly from: number;
  readonly to: number;
}

export const START: PageState = {
  view: "overview",
  log: undefined,
  query: {},
  sort: "time",
  descending: true,
  task: undefined,
  at: undefined,
  folded: [],
  zoom: undefined,
  scopesOf: undefined,
  lane: undefined,
  find: undefined,
  list: "tasks",
  by: undefined,
  chart: "bars",
  apart: undefined,
  pick: undefined,
  slowest: false,
  a: undefined,
  b: undefined,
  setA: undefined,
  setB: undefined,
};

const SORTS: readonly PageRequest["sort"][] = ["time", "duration", "messages", "type"];
const LISTS: readonly PageState["list"][] = ["tasks", "messages", "groups"];

/** The state as a fragment, without its `#`. What is as at the start is left out, so that addresses stay short. */
export function toFragment(state: PageState): string {
  const { query } = state;
  const params = new URLSearchParams();
  const add = (name: string, value: string | number | undefined) => {
    if (value !== undefined && value !== "") params.append(name, String(value));
  };
  add("log", state.log);
  addQuery(params, query);
  if (state.sort !== START.sort || state.descending !== START.descending) {
    add("sort", `${state.descending ? "-" : ""}${state.sort}`);
  }
  add("task", state.task);
  add("at", state.at);
  for (const level of state.folded) params.append("folded", level);
  if (state.zoom !== undefined) add("zoom", JSON.stringify([state.zoom.of, state.zoom.from, state.zoom.to]));
  if (state.scopesOf === "tasks") add("scopes", "tasks");
  else add("recording", state.scopesOf?.recording);
  add("lane", state.lane);
  add("find", state.find);
  if (state.list !== START.list) add("list", state.list);
  add("by", state.by);
  if (state.chart !== START.chart) add("chart", state.chart);
  if (state.apart !== undefined) params.append("apart", queryText(state.apart));
  add("pick", state.pick);
  if (state.slowest) add("slowest", 1);
  add("a", state.a);
  add("b", state.b);
  if (state.setA !== undefined) params.append("set-a", queryText(state.setA));
  if (state.setB !== undefined) params.append("set-b", queryText(state.setB));
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
  const queryAt = (name: string) => (params.has(name) ? queryOfText(params.get(name) ?? "") : undefined);
  const recording = one("recording") || undefined;
  const sort = one("sort");
  const sortName = SORTS.find((name) => name === sort?.replace(/^-/, ""));
  return {
    view: VIEWS.find((name) => name === view) ?? START.view,
    log: one("log") === "baseline" ? "baseline" : START.log,
    query: queryIn(params),
    sort: sortName ?? START.sort,
    descending: sortName === undefined ? START.descending : sort?.startsWith("-") === true,
    task: one("task"),
    at: one("at"),
    folded: params.getAll("folded"),
    zoom: zoomOf(one("zoom")),
    scopesOf: one("scopes") === "tasks" ? "tasks" : recording === undefined ? undefined : { recording },
    lane: one("lane"),
    find: one("find"),
    list: LISTS.find((name) => name === one("list")) ?? START.list,
    by: one("by"),
    chart: one("chart") === "heatmap" ? "heatmap" : START.chart,
    apart: queryAt("apart"),
    pick: one("pick"),
    slowest: one("slowest") === "1",
    a: one("a"),
    b: one("b"),
    setA: queryAt("set-a"),
    setB: queryAt("set-b"),
  };
}

function zoomOf(text: string | undefined): Zoom | undefined {
  const parts: unknown = text === undefined ? undefined : jsonOf(text);
  if (!Array.isArray(parts)) return undefined;
  const [of, from, to] = parts as readonly unknown[];
  const isZoom = typeof of === "string" && typeof from === "number" && typeof to === "number" && from < to;
  return isZoom ? { of, from, to } : undefined;
}
