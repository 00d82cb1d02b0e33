// Addresses of the questions: a server and its page take the addresses, the names and the bounds from here.
// Every question is a GET that changes nothing; what is asked stands as JSON in the address.

import type { PageRequest, TaskQuery, Way } from "../questions/index.js";

export const ROUTES = {
  /** POST, the token as its text: answers with the cookie that all the others need. */
  session: "/api/session",
  /** POST, the bytes of a file: answers with its lines as lines of clew's own, read as the command reads the file. */
  read: "/api/read",
  /** The news of a log that grows, as Server-Sent Events: each is a `LogNews` as JSON. */
  events: "/api/events",
  summary: "/api/summary",
  tasks: "/api/tasks",
  facets: "/api/facets",
  histogram: "/api/histogram",
  heatmap: "/api/heatmap",
  groups: "/api/groups",
  fieldNames: "/api/field-names",
  nearest: "/api/nearest",
  taskUuids: "/api/task-uuids",
  search: "/api/search",
  types: "/api/types",
  /** Answers with lines of the log; the others answer with JSON. */
  task: "/api/task",
  /** The same, of several tasks. */
  lines: "/api/lines",
  why: "/api/why",
  slow: "/api/slow",
  path: "/api/path",
  origin: "/api/origin",
  apart: "/api/apart",
  compare: "/api/compare",
  diff: "/api/diff",
  compareLogs: "/api/compare-logs",
  /** The recordings of scopes that were opened beside the log, as `ScopeRecording`s. */
  recordings: "/api/recordings",
  /** Answers with the text of one of them. */
  recording: "/api/recording",
} as const;

/** The question at each address. */
export interface Questions {
  readonly summary: Nothing;
  readonly tasks: { readonly query: TaskQuery; readonly page: PageRequest };
  readonly facets: { readonly query: TaskQuery };
  readonly histogram: { readonly query: TaskQuery; readonly buckets: number };
  readonly heatmap: { readonly query: TaskQuery; readonly columns: number };
  readonly groups: { readonly query: TaskQuery; readonly field: string };
  readonly fieldNames: Nothing;
  readonly nearest: { readonly taskUuid: string };
  readonly taskUuids: { readonly query: TaskQuery };
  readonly search: { readonly text: string; readonly limit: number; readonly query?: TaskQuery };
  readonly types: Nothing;
  readonly task: { readonly taskUuid: string };
  readonly lines: { readonly taskUuids: readonly string[] };
  readonly why: { readonly query?: TaskQuery; readonly sample?: number };
  readonly slow: { readonly query?: TaskQuery; readonly sample?: number };
  readonly path: { readonly way: Way };
  readonly origin: { readonly taskUuid: string };
  readonly apart: { readonly these: TaskQuery; readonly among: TaskQuery; readonly sample?: number };
  readonly compare: { readonly a: TaskQuery; readonly b: TaskQuery };
  readonly diff: { readonly a: string; readonly b: string };
  readonly compareLogs: Nothing;
  readonly recordings: Nothing;
  readonly recording: { readonly id: string };
}

type Nothing = Readonly<Record<string, never>>;

/** More than this is not answered: whoever asks for more is refused. */
export const MOST_ROWS = 1000;
export const MOST_BUCKETS = 1000;
export const MOST_SAMPLED = 10_000;
/** Uuids fill an address. */
export const MOST_NAMED = 100;
/** An address must fit into what a server reads of a request's head. */
export const MOST_ASKED_CHARACTERS = 8192;

/** The log that a server is asked about: the one that it shows, or the one that this is compared with. */
export type LogName = "baseline" | undefined;

/** The address of a question. */
export function addressOf<Name extends keyof Questions>(name: Name, question: Questions[Name], log?: LogName): string {
  return `${ROUTES[name]}?ask=${encodeURIComponent(JSON.stringify(question))}${log === undefined ? "" : `&log=${log}`}`;
}

/** Takes the token out of the fragment of the address that was printed; `rest` is the fragment without it. */
export function tokenIn(fragment: string): { readonly token: string | undefined; readonly rest: string } {
  const found = /^#token=([\w-]+)&?/.exec(fragment);
  if (found === null) return { token: undefined, rest: fragment };
  const rest = fragment.slice(found[0].length);
  return { token: found[1], rest: rest === "" ? "" : `#${rest}` };
}
