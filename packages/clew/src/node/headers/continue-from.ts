import {
  type Action,
  beginTask,
  type ContinueFromOptions,
  continueTask,
  createTaskUuid,
  isOwnTaskUuid,
  type continueFrom as portable,
  type startFrom as portableStart,
  runBody,
} from "../../record/index.js";
import { fieldNames, parseTaskId } from "../../wire/index.js";
import { cameOverLoopback, type RequestLike } from "./known-requests.js";
import { isLoopback } from "./loopback.js";
import { TASK_ID_HEADER, TRACEPARENT_HEADER } from "./serialize-to.js";
import { joinTrace, parseTraceparent } from "./trace.js";

/** See the portable `continueFrom`, which says what this does. */
export const continueFrom = continueRequest as typeof portable;

/** See the portable `startFrom`, which says what this does. */
export const startFrom: typeof portableStart = (headers, type, fields, options) =>
  begin(headers, type, fields, options);

function continueRequest(headers: object, type: string, ...rest: unknown[]): unknown {
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
      isLoopback(from) || (headers !== undefined && cameOverLoopback(headers)) || isOwnTaskUuid(parts.taskUuid);
    if (decide(options.trust, from, isTrusted)) {
      // Before the start, for whoever makes a span of it.
      if (trace !== undefined) joinTrace(parts.taskUuid, trace);
      const action = continueTask(taskId, { actionType: type, ...(fields === undefined ? {} : { fields }) });
      if (trace !== undefined) joinTrace(action.taskUuid, trace);
      return action as ReturnType<typeof beginTask>;
    }
  }
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
