/** A request that came in from another program, as an action: continued where its sender is trusted, else followed from. */

import { fieldNames, parseTaskId } from "../../wire/index.js";
import { beginTask, continueTask, runBody } from "../action/index.js";
import type { Action, FieldsOf } from "../action.js";
import { hub } from "../hub/index.js";
import { createTaskUuid, isOwnTaskUuid } from "../task-uuid.js";
import type { BodyResult } from "../thenable.js";
import { isLoopback } from "./loopback.js";
import { TASK_ID_HEADER, TRACEPARENT_HEADER } from "./serialize-to.js";
import { isSigned, SIGNATURE_HEADER } from "./signature.js";
import { joinTrace, parseTraceparent } from "./trace.js";

/** Headers that were received: a `Headers`, a `Map`, a plain object, or the request that has them. */
export type ReadableHeaders = object;

/** Options of `continueFrom`. */
export interface ContinueFromOptions {
  /** The address that the request came from, where `headers` is no request of `node:http`. */
  readonly from?: string;
  /**
   * Whether the sender may have its task continued here. By default it may where it is loopback, or where the task
   * began in this process; everyone else's task is only followed from. A reverse proxy on the same host makes
   * everyone loopback: give `false` behind one that does not strip the header.
   */
  readonly trust?: boolean | ((from: string | undefined) => boolean);
}

/**
 * Runs `body` as the action that a request caused, and gives what it gives, as `withAction` does. A trusted
 * `x-eliot-task-id` is continued: one tree over both programs. An untrusted one makes a task of its own that follows
 * from it. A `traceparent` makes a task of its own that belongs to that trace. Headers that are none of these, however
 * malformed, make a task of its own. What stands in the headers never makes this throw.
 *
 * @example
 * ```ts
 * import { continueFrom, serializeTo, withAction } from "clew";
 *
 * const headers = withAction("send", () => serializeTo({}));
 * continueFrom(headers, "receive", { queue: "orders" }, () => console.log("in the sender's tree"));
 * ```
 */
export function continueFrom<R>(headers: ReadableHeaders, type: string, body: (action: Action) => R): BodyResult<R>;
export function continueFrom<F extends object, R>(
  headers: ReadableHeaders,
  type: string,
  fields: (F & FieldsOf<F>) | undefined,
  body: (action: Action) => R,
): BodyResult<R>;
export function continueFrom<F extends object, R>(
  headers: ReadableHeaders,
  type: string,
  fields: (F & FieldsOf<F>) | undefined,
  options: ContinueFromOptions | undefined,
  body: (action: Action) => R,
): BodyResult<R>;
export function continueFrom(headers: object, type: string, ...rest: unknown[]): unknown {
  const body = rest.pop();
  if (typeof body !== "function") {
    throw new TypeError(
      `Cannot run continueFrom(headers, ${JSON.stringify(type)}, …): its last argument must be the function to run, ` +
        `and is ${body === null ? "null" : typeof body}`,
    );
  }
  const [fields, options] = rest as [object | undefined, ContinueFromOptions | undefined];
  return runBody(begin(headers, type, fields, options), body as (action: Action) => unknown);
}

/**
 * Starts the action that a request caused, as `continueFrom` does, and gives it: for what ends elsewhere than where it
 * began, as a request does whose response closes later. It is not current; `action.run(fn)` makes it so.
 *
 * @example
 * ```ts
 * import { createServer } from "node:http";
 * import { startFrom } from "clew";
 *
 * const server = createServer((request, response) => {
 *   const action = startFrom(request, "serve", { path: request.url });
 *   response.once("close", () => action.finish());
 *   action.run(() => response.end("hello"));
 * });
 * await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
 * server.close();
 * ```
 */
export function startFrom<F extends object>(
  headers: ReadableHeaders,
  type: string,
  fields?: F & FieldsOf<F>,
  options?: ContinueFromOptions,
): Action {
  return begin(headers, type, fields, options);
}

function begin(
  given: object,
  type: string,
  fields: object | undefined,
  options: ContinueFromOptions = {},
): ReturnType<typeof beginTask> {
  const { headers, from } = open(given, options);
  const taskId = read(headers, TASK_ID_HEADER);
  const parts = taskId === undefined || !VISIBLE.test(taskId) ? undefined : parseTaskId(taskId);
  const trace = parseTraceparent(read(headers, TRACEPARENT_HEADER));
  if (taskId !== undefined && parts !== undefined && parts.taskLevel.length > 0) {
    const isTrusted =
      isLoopback(from) ||
      (headers !== undefined && hub.cameOverLoopback(headers)) ||
      isOwnTaskUuid(parts.taskUuid) ||
      isSigned(taskId, read(headers, SIGNATURE_HEADER));
    if (decide(options.trust, from, isTrusted)) {
      // Before the start, for whoever makes a span of it.
      if (trace !== undefined) joinTrace(parts.taskUuid, trace);
      const action = continueTask(taskId, { actionType: type, ...(fields === undefined ? {} : { fields }) });
      if (trace !== undefined) joinTrace(action.taskUuid, trace);
      return action as ReturnType<typeof beginTask>;
    }
  }
  // The time comes first: the id is made of it.
  hub.clock.stamp();
  const taskUuid = createTaskUuid();
  const asked = trace && { [fieldNames.TRACE_ID]: trace.traceId, [fieldNames.PARENT_SPAN_ID]: trace.spanId };
  if (trace !== undefined) joinTrace(taskUuid, trace);
  return beginTask(type, fields, parts === undefined ? undefined : taskId, asked, taskUuid);
}

/** No spaces and no commas: two headers of one name are joined by them. */
const VISIBLE = /^[!-+\--~]+$/;

function decide(trust: ContinueFromOptions["trust"], from: string | undefined, byDefault: boolean): boolean {
  if (trust === undefined) return byDefault;
  if (typeof trust === "boolean") return trust;
  try {
    return trust(from) === true;
  } catch {
    return false;
  }
}

/** A request, the web's or that of `node:http`. */
interface RequestLike {
  readonly headers?: object;
  readonly socket?: { readonly remoteAddress?: string };
}

/** The headers, and where they came from as far as that can be known. */
function open(
  given: RequestLike,
  { from }: ContinueFromOptions,
): { headers: object | undefined; from: string | undefined } {
  try {
    if (typeof given !== "object" || given === null) return { headers: undefined, from };
    const { headers } = given;
    if (typeof headers !== "object" || headers === null) return { headers: given, from };
    return { headers, from: from ?? given.socket?.remoteAddress };
  } catch {
    return { headers: undefined, from };
  }
}

/** A header's text. Names are compared without case; of several of one name, the first counts. */
function read(headers: object | undefined, name: string): string | undefined {
  if (headers === undefined) return undefined;
  try {
    const { get } = headers as { readonly get?: unknown };
    const value: unknown = typeof get === "function" ? get.call(headers, name) : readPlain(headers, name);
    const first: unknown = Array.isArray(value) ? value[0] : value;
    return typeof first === "string" ? first : undefined;
  } catch {
    return undefined;
  }
}

function readPlain(headers: object, name: string): unknown {
  const members = headers as Record<string, unknown>;
  if (Object.hasOwn(members, name)) return members[name];
  const key = Object.keys(members).find((candidate) => candidate.toLowerCase() === name);
  return key === undefined ? undefined : members[key];
}
