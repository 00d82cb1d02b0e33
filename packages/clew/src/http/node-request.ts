/**
 * A request of `node:http`, `https` or `http2`: its action ends with its response. What listens to either of them runs
 * in the request's action, whenever its data comes: Node emits in a context of its own.
 */

import { bindEmitter } from "../record/index.js";
import { type OpenRequest, openRequest, requestOf, servers } from "./open-request.js";
import type { LogRequestsOptions } from "./request-options.js";

/** What is needed of a request of `node:http`; those of frameworks that extend it have it too. */
export interface NodeRequest {
  readonly method?: string | undefined;
  readonly url?: string | undefined;
  readonly headers: object;
  on(event: never, listener: never): unknown;
  removeListener(event: never, listener: never): unknown;
}

/** What is needed of its response. */
export interface NodeResponse {
  readonly statusCode: number;
  readonly headersSent: boolean;
  readonly writableEnded: boolean;
  readonly writableFinished: boolean;
  on(event: never, listener: never): unknown;
  once(event: string, listener: () => void): unknown;
  removeListener(event: never, listener: never): unknown;
}

/** Opens a request, of which the options are asked as the framework gives it, or gives the one that a layer below has opened; `undefined` where it is to be left alone. */
export function openNodeRequest<R>(
  request: NodeRequest,
  response: NodeResponse,
  options: LogRequestsOptions<R>,
  asked: R,
): OpenRequest | undefined {
  const known = requestOf(request);
  if (known !== undefined) return known;
  const { method, url } = request;
  const open = openRequest(request, { method, url, headers: request }, options, asked);
  if (open === undefined) return undefined;
  // Never at `finish` alone: it does not come where the asker went away.
  response.once("close", () => {
    const isAborted = !(response.writableFinished && response.writableEnded);
    open.end(!isAborted || response.headersSent ? response.statusCode : undefined, isAborted);
  });
  bindEmitter(request);
  bindEmitter(response);
  return open;
}

/** Runs what answers a request in its action. What it throws is noted, and goes on its way. */
export function runRequest<T>(open: OpenRequest, answer: () => T): T {
  try {
    return open.action.run(answer);
  } catch (error) {
    open.noteError(error);
    throw error;
  }
}

type Emit = (event: string | symbol, ...rest: unknown[]) => boolean;

/** Makes of a server's `emit` one that opens requests; `opened` is told of each. */
export function emitRequests<R extends NodeRequest>(
  emit: Emit,
  optionsOf: () => LogRequestsOptions<R> | undefined,
  opened?: (open: OpenRequest, request: R) => void,
): Emit {
  const told: Emit = function (this: unknown, ...args) {
    const [event, request, response] = args;
    // An upgrade and what is no request of HTTP are left alone.
    if (event !== "request" && event !== "checkContinue") return emit.apply(this, args);
    const options = optionsOf();
    if (options === undefined || !isRequest(request) || !isResponse(response) || requestOf(request) !== undefined) {
      return emit.apply(this, args);
    }
    const open = openNodeRequest(request, response, options, request as R);
    if (open === undefined) return servers.answerUnlogged(() => emit.apply(this, args));
    opened?.(open, request as R);
    return runRequest(open, () => {
      try {
        return emit.apply(this, args);
      } catch (error) {
        // Nobody answers any more: a throw here ends the process, or whoever catches it knows nothing of the response.
        open.noteError(error);
        open.end(undefined, false);
        throw error;
      }
    });
  }; // With its name, and with the marks of others who wrapped it.
  return Object.defineProperties(told, Object.getOwnPropertyDescriptors(emit));
}

function isRequest(request: unknown): request is NodeRequest {
  return typeof request === "object" && request !== null && "method" in request && "headers" in request;
}

function isResponse(response: unknown): response is NodeResponse {
  return typeof response === "object" && response !== null && "statusCode" in response && "writableEnded" in response;
}
