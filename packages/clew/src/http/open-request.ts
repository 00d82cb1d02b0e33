/**
 * A request that came in, as an action: it is open from when the server hears of it until its response is closed. What
 * the layers above learn of it, the route and what was thrown, they note here; how it ended is decided once, at its end.
 */

import { type Action, type ActionRecord, exceptionName, hub, shared, startFrom } from "../record/index.js";
import { describeThrown, fieldNames, isError } from "../wire/index.js";
import { answered, askerGone, isFailure, serverBroke } from "./outcome.js";
import type { LogRequestsOptions } from "./request-options.js";
import { pathOf } from "./urls.js";

/** What one layer knows of an open request, and may add. */
export interface OpenRequest {
  readonly action: Action;
  /** Notes what was thrown; the first counts, for later ones tell it on. */
  noteError(error: unknown): void;
  /** Notes the pattern that the request matched, or what gives it at the end; the last counts, it is the innermost. */
  noteRoute(route: string | (() => string | undefined)): void;
  /** Calls back when it has ended, before that is logged. Gives what takes the callback away. */
  whenEnded(callback: () => void): () => void;
  /** Ends it: with the status that was sent, if any, and who broke the answer off, if it never was whole. */
  end(status: number | undefined, brokenBy?: BrokenBy): void;
}

/** Who breaks an answer off: the asker, by going away, or the server, whose source of what it sends has failed. */
export type BrokenBy = "asker" | "server";

/** What is asked of any request, whatever framework gives it. */
export interface RequestParts {
  readonly method: string | undefined;
  /** The target: a path, or a URL. */
  readonly url: string | undefined;
  /** Its headers, or itself where it is one of `node:http`, which tells the sender's address. */
  readonly headers: object;
}

interface Registry {
  /** By the request's own object, so that a middleware finds what `clew/auto` has opened. */
  readonly byRequest: WeakMap<object, OpenRequest>;
  /**
   * By task, so that what is told of a request without its object finds it by the action that is current. A task has
   * several where its services are in one process.
   */
  readonly byTask: Map<string, OpenRequest | OpenRequest[]>;
  /** Whether the action of one is being started. */
  isOpening: boolean;
}

const registry = shared<Registry>("http.requests", () => ({
  byRequest: new WeakMap(),
  byTask: new Map(),
  isOpening: false,
}));

/** What is done with all requests to servers of this process. */
interface Servers {
  /** Whether they are logged, as `instrument` does it. */
  areLogged(): boolean;
  /** Answers one that is left alone; a neighbour that left it to us takes it back. */
  answerUnlogged<T>(answer: () => T): T;
}

export const servers = shared<Servers>("http.servers", () => ({
  areLogged: () => false,
  answerUnlogged: (answer) => answer(),
}));

/** Whether the action that is being started is a request's. */
export function isOpeningRequest(): boolean {
  return registry.isOpening;
}

/** Whether an action is an open request's. */
export function isOfRequest(action: Action): boolean {
  return openOf(action.taskUuid).some((open) => open.action === action);
}

function openOf(taskUuid: string): readonly OpenRequest[] {
  const open = registry.byTask.get(taskUuid);
  if (open === undefined) return NONE;
  return Array.isArray(open) ? open : [open];
}

const NONE: readonly OpenRequest[] = [];

/** The open request of a request's object. */
export function requestOf(request: unknown): OpenRequest | undefined {
  return typeof request === "object" && request !== null ? registry.byRequest.get(request) : undefined;
}

/** The innermost open request that an action is part of. */
export function requestAround(action: Action | undefined): OpenRequest | undefined {
  if (action === undefined) return undefined;
  let innermost: OpenRequest | undefined;
  let depth = -1;
  for (const open of openOf(action.taskUuid)) {
    const level = open.action.taskLevel;
    if (level.length <= depth || !level.every((number, i) => action.taskLevel[i] === number)) continue;
    innermost = open;
    depth = level.length;
  }
  return innermost;
}

/** Starts the action of a request, unless it is to be ignored. `request` is what the options are asked about. */
export function openRequest<R>(
  key: object,
  parts: RequestParts,
  options: LogRequestsOptions<R>,
  request: R,
): OpenRequest | undefined {
  if (isIgnored(request, options)) return undefined;
  const { name = "http.request", trust } = options;
  const fields = { method: parts.method, path: pathOf(parts.url), ...givenFields(request, options) };
  registry.isOpening = true;
  let action: Action;
  try {
    action = startFrom(parts.headers, name, fields, trust === undefined ? undefined : { trust });
  } finally {
    registry.isOpening = false;
  }
  const open = new RequestRecord(action as ActionRecord);
  registry.byRequest.set(key, open);
  const sibling = registry.byTask.get(action.taskUuid);
  if (Array.isArray(sibling)) sibling.push(open);
  else registry.byTask.set(action.taskUuid, sibling === undefined ? open : [sibling, open]);
  return open;
}

function isIgnored<R>(request: R, { ignore }: LogRequestsOptions<R>): boolean {
  try {
    return ignore?.(request) === true;
  } catch {
    return false;
  }
}

function givenFields<R>(request: R, { fields }: LogRequestsOptions<R>): object | undefined {
  try {
    return fields?.(request);
  } catch (error) {
    return { fields: `[they cannot be had: ${describeThrown(error)}]` };
  }
}

/** Whether what was thrown was answered by nobody: below 500 somebody did, unless the server then broke off. */
function isUnanswered(status: number | undefined, brokenBy: BrokenBy | undefined): boolean {
  if (brokenBy === "server") return true;
  return status === undefined ? brokenBy === undefined : isFailure(status);
}

class RequestRecord implements OpenRequest {
  readonly action: ActionRecord;
  #route: string | (() => string | undefined) | undefined;
  #thrown: { readonly error: unknown } | undefined;
  #waiting: Set<() => void> | undefined;

  constructor(action: ActionRecord) {
    this.action = action;
  }

  noteError(error: unknown): void {
    this.#thrown ??= { error };
  }

  noteRoute(route: string | (() => string | undefined)): void {
    this.#route = route;
  }

  whenEnded(callback: () => void): () => void {
    this.#waiting ??= new Set();
    this.#waiting.add(callback);
    return () => this.#waiting?.delete(callback);
  }

  end(status: number | undefined, brokenBy?: BrokenBy): void {
    const { action } = this;
    if (action.isFinished) return;
    this.#forget();
    for (const callback of this.#waiting ?? []) callback();
    const route = this.#routeAtEnd();
    action.addFields({
      ...(route === undefined ? {} : { route }),
      ...(status === undefined ? {} : { status }),
      ...(brokenBy === undefined ? {} : { aborted: true }),
    });
    const thrown = this.#thrown;
    const isThrown = thrown !== undefined && isUnanswered(status, brokenBy);
    if (thrown !== undefined && !isThrown) this.#logHandled(thrown.error);
    if (isThrown) action.fail(thrown.error);
    // The asker's own doing is a cancel, and never where a failure begins.
    else if (brokenBy === "asker") action.fail(askerGone(), { [fieldNames.CANCEL_SOURCE]: "peer" });
    else if (brokenBy === "server") action.fail(serverBroke());
    else if (status !== undefined && isFailure(status)) action.fail(answered(status));
    else action.succeed();
  }

  /** An error that was answered below 500 is part of the protocol, and worth a message. */
  #logHandled(error: unknown): void {
    const text = isError(error) ? error.message : describeThrown(error);
    const reason = hub.redaction?.text(text) ?? text;
    this.action.log("http.error", { exception: exceptionName(error), reason });
  }

  #routeAtEnd(): string | undefined {
    try {
      return typeof this.#route === "function" ? this.#route() : this.#route;
    } catch {
      return undefined;
    }
  }

  #forget(): void {
    const { taskUuid } = this.action;
    const open = registry.byTask.get(taskUuid);
    if (Array.isArray(open) && open.length > 1) open.splice(open.indexOf(this), 1);
    else registry.byTask.delete(taskUuid);
  }
}
