// What a line tells of the work that it belongs to: an id that other lines have as well, what was asked for over HTTP,
// what came of it, how long it took.

import { DURATION_KEYS, durationOf, type LogRecord, secondsOf } from "../dialects/index.js";
import { isObject, type JsonObject, valueAt } from "../json-object.js";
import type { ChangesOfWork, LineOfWork, WorkOfAlike } from "./line-of-work.js";

/** Ids of one request. */
const REQUEST_IDS = [
  "reqId",
  "req_id",
  "req.id",
  "requestId",
  "request_id",
  "request-id",
  "RequestId",
  "request.id",
  "http.request.id",
  "x-request-id",
  "correlationId",
  "correlation_id",
  "CorrelationId",
  "context.requestId",
  "context.request_id",
  "extra.request_id",
  "awsRequestId",
  "AWSRequestId",
  "function_request_id",
  "mdc.requestId",
  "contextMap.requestId",
];
/** Ids of other work. */
const OTHER_IDS = [
  "trace_id",
  "traceId",
  "trace.id",
  "TraceId",
  "@tr",
  "dd.trace_id",
  "logging.googleapis.com/trace",
  "job_id",
  "jobId",
  "job.id",
  "task_id",
  "taskId",
  "task.id",
];

const METHODS = [
  "req.method",
  "request.method",
  "http.request.method",
  "httpRequest.requestMethod",
  "http.method",
  "method",
  "http_method",
  "httpMethod",
  "requestMethod",
  "RequestMethod",
  "request_method",
  "Method",
  "verb",
];
const URLS = [
  "req.url",
  "request.url",
  "request.uri",
  "url.path",
  "url.original",
  "url.full",
  "httpRequest.requestUrl",
  "http.url",
  "http.target",
  "http.path",
  "url",
  "path",
  "uri",
  "http_path",
  "requestPath",
  "RequestPath",
  "request_uri",
  "request_path",
  "Path",
  "originalUrl",
];
const ROUTES = ["req.route", "route", "http.route", "routerPath", "req.routerPath"];
const STATUSES = [
  "res.statusCode",
  "response.statusCode",
  "response.status_code",
  "response.status",
  "http.response.status_code",
  "httpRequest.status",
  "http.status_code",
  "statusCode",
  "status_code",
  "response_code",
  "responseCode",
  "StatusCode",
  "status",
  "http_status",
  "DownstreamStatus",
  "responseStatus",
];
const VERB = /^(?:GET|HEAD|POST|PUT|PATCH|DELETE|OPTIONS|CONNECT|TRACE|PROPFIND|QUERY)$/i;
const REQUEST_LINE = /^(GET|HEAD|POST|PUT|PATCH|DELETE|OPTIONS|CONNECT|TRACE) (\S+)(?: HTTP\/[\d.]+)?$/;

type Role = "line" | "request" | "work" | "method" | "url" | "route" | "status" | "duration";

/** One of the keys above: how soon it is asked, and the keys in which its value stands. */
interface Key {
  readonly rank: number;
  readonly path: string;
  readonly top: string;
  readonly below: readonly string[];
}

/** The keys of each role under which an object has something, in the order in which they are asked. */
type KeysByRole = Readonly<Record<Role, readonly Key[]>>;

const LISTS: Readonly<Record<Role, readonly string[]>> = {
  line: ["request"],
  request: REQUEST_IDS,
  work: OTHER_IDS,
  method: METHODS,
  url: URLS,
  route: ROUTES,
  status: STATUSES,
  duration: Object.keys(DURATION_KEYS),
};
const ROLES = Object.keys(LISTS) as Role[];

/** All keys by their first part: a line has few keys, and most of these are in none. */
const KEYS = new Map<string, (Key & { readonly role: Role })[]>();
for (const role of ROLES) {
  for (const [rank, path] of LISTS[role].entries()) {
    const [top = "", ...below] = path.split(".");
    note({ role, rank, path, top, below });
    if (below.length > 0) note({ role, rank, path, top: path, below: [] });
  }
}

function note(key: Key & { readonly role: Role }): void {
  const there = KEYS.get(key.top);
  if (there === undefined) KEYS.set(key.top, [key]);
  else there.push(key);
}

interface Found {
  readonly key: Key;
  readonly value: unknown;
}

/** Reads what lines tell of their work. */
export class WorkReader {
  readonly #taskBy: string | undefined;
  /** For each shape of lines, the keys that they have. */
  readonly #known = new WeakMap<object, KeysByRole>();

  /** `taskBy` names the field of the id by hand. */
  constructor(taskBy: string | undefined) {
    this.#taskBy = taskBy;
  }

  /** `alike` are the lines that are like this one. */
  read(record: LogRecord, alike?: WorkOfAlike): LineOfWork {
    if (alike === undefined || this.#taskBy !== undefined) return this.#read(record, this.#keysOf(record), ALL);
    const before = alike.work;
    if (before !== undefined && isLikeOther(before, record.reading.value, alike.varyingOfWork)) return before;
    const keys = this.#keysOf(record);
    alike.changes ??= changesOf(keys, alike.varyingOfWork);
    alike.work = this.#read(record, keys, alike.changes, before);
    return alike.work;
  }

  /** Where there was a line before, what does not change is what that one told. */
  #read(record: LogRecord, keys: KeysByRole, changes: ChangesOfWork, before?: LineOfWork): LineOfWork {
    const { value } = record.reading;
    const bare = secondsOf(record.dialect.durations);
    const { method, url, path, route, status, begins } =
      before === undefined || changes.asked ? askedIn(record, keys, bare) : before;
    return {
      id: before === undefined || changes.id ? this.#idIn(keys, value) : before.id,
      method,
      url,
      path,
      route,
      status,
      duration:
        before === undefined || changes.duration
          ? (readOf("duration", keys, value, bare) as number | undefined)
          : before.duration,
      begins,
    };
  }

  #idIn(keys: KeysByRole, value: JsonObject): LineOfWork["id"] {
    if (this.#taskBy !== undefined) {
      const byHand = valueAt(value, this.#taskBy);
      return isId(byHand) ? { key: this.#taskBy, value: byHand } : undefined;
    }
    const found = find("request", keys.request, value, undefined) ?? find("work", keys.work, value, undefined);
    return found && { key: found.key.path, value: found.value };
  }

  #keysOf({ shape, reading }: LogRecord): KeysByRole {
    if (shape === undefined) return keysIn(reading.value);
    let keys = this.#known.get(shape);
    if (keys === undefined) {
      keys = keysIn(reading.value);
      this.#known.set(shape, keys);
    }
    return keys;
  }
}

/** Whether a value under this key, or within it, may tell of work. */
export function isKeyOfWork(key: string): boolean {
  return KEYS.has(key);
}

/** Whether a line that differs under these keys from the one before tells the same, but for its id, which is taken. */
function isLikeOther(work: LineOfWork, value: JsonObject, varying: readonly string[]): boolean {
  if (varying.length === 0) return true;
  const key = varying[0] as string;
  const id = value[key];
  if (varying.length > 1 || work.id?.key !== key || !isId(id)) return false;
  work.id = { key, value: id };
  return true;
}

const ALL: ChangesOfWork = { id: true, asked: true, duration: true };

/** What can change with the values under some keys. */
function changesOf(keys: KeysByRole, varying: readonly string[]): ChangesOfWork {
  const change = (...roles: readonly Role[]) =>
    roles.some((role) => keys[role].some(({ top }) => varying.includes(top)));
  return {
    id: change("request", "work"),
    asked: change("line", "method", "url", "route", "status"),
    duration: change("duration"),
  };
}

/** What a line tells of a request and of its answer. */
function askedIn(
  { reading: { value }, error }: LogRecord,
  keys: KeysByRole,
  bare: number | undefined,
): Omit<LineOfWork, "id" | "duration"> {
  const line = keys.line.length === 0 ? undefined : requestLine(value);
  const method = line?.method ?? (readOf("method", keys, value, bare) as string | undefined)?.toUpperCase();
  const url = line?.url ?? (readOf("url", keys, value, bare) as string | undefined);
  const isAsked = method !== undefined && url !== undefined;
  const found = keys.status.length === 0 ? undefined : find("status", keys.status, value, bare);
  // A bare `status` may be anything, unless the line is about a request.
  const status = found?.key.path === "status" && !isAsked ? undefined : (found?.value as number | undefined);
  return {
    method: isAsked ? method : undefined,
    url: isAsked ? url : undefined,
    path: isAsked ? pathOf(url) : undefined,
    route: readOf("route", keys, value, bare) as string | undefined,
    status,
    begins: isAsked && status === undefined && error === undefined && value.res === undefined,
  };
}

function keysIn(value: JsonObject): KeysByRole {
  const found: Record<Role, Key[]> = {
    line: [],
    request: [],
    work: [],
    method: [],
    url: [],
    route: [],
    status: [],
    duration: [],
  };
  for (const top of Object.keys(value)) for (const key of KEYS.get(top) ?? []) found[key.role].push(key);
  for (const role of ROLES) if (found[role].length > 1) found[role].sort((a, b) => a.rank - b.rank);
  return found;
}

/** The first of the keys under which something stands that can be read. */
function find(role: Role, keys: readonly Key[], value: JsonObject, bare: number | undefined): Found | undefined {
  for (const key of keys) {
    let inner: unknown = value[key.top];
    for (const each of key.below) inner = isObject(inner) && Object.hasOwn(inner, each) ? inner[each] : undefined;
    const read = inner === undefined || inner === null ? undefined : READERS[role](inner, key.path, bare);
    if (read !== undefined) return { key, value: read };
  }
  return undefined;
}

function readOf(role: Role, keys: KeysByRole, value: JsonObject, bare: number | undefined): unknown {
  return keys[role].length === 0 ? undefined : find(role, keys[role], value, bare)?.value;
}

type Reader = (value: unknown, path: string, bare: number | undefined) => unknown;

const text: Reader = (value) => (typeof value === "string" && value !== "" ? value : undefined);
const id: Reader = (value) => (isId(value) ? value : undefined);
const READERS: Readonly<Record<Role, Reader>> = {
  line: text,
  request: id,
  work: id,
  method: (value) => (typeof value === "string" && VERB.test(value) ? value : undefined),
  url: text,
  route: text,
  status: (value) => {
    const number = typeof value === "string" && /^[1-5]\d\d$/.test(value) ? Number(value) : value;
    return typeof number === "number" && number >= 100 && number <= 599 ? number : undefined;
  },
  duration: (value, path, bare) => durationOf(path, value, bare),
};

const ZERO = 48;
const SLASH = 47;

/** An id of zeros alone is that of nothing. */
function isId(value: unknown): value is string | number | bigint {
  if (typeof value === "string") return value !== "" && !(value.charCodeAt(0) <= ZERO && /^[0-]+$/.test(value));
  return typeof value === "number" || typeof value === "bigint";
}

/** nginx and Apache write the first line of a request whole. */
function requestLine({ request }: JsonObject): { readonly method: string; readonly url: string } | undefined {
  const found = typeof request === "string" ? REQUEST_LINE.exec(request) : null;
  return found === null ? undefined : { method: found[1] as string, url: found[2] as string };
}

function pathOf(url: string): string {
  const path = url.charCodeAt(0) === SLASH ? url : url.replace(/^[a-z][a-z0-9+.-]*:\/\/[^/?#]*/i, "");
  const end = path.search(/[?#]/);
  return (end === -1 ? path : path.slice(0, end)) || "/";
}

/** The fields that only tell what `http.request` tells already. */
export function isToldByRequest(key: string, value: unknown): boolean {
  if (key === "req" && isObject(value)) return Object.keys(value).every((each) => TOLD.has(each));
  return key === "res" && isObject(value) && Object.keys(value).every((each) => each === "statusCode");
}

const TOLD = new Set(["method", "url", "id"]);
