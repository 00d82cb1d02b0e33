/**
 * A request of `node:http`, `https` or `http2`: its action ends with its response. What listens to either of them runs
 * in the request's action, whenever its data comes: Node emits in a context of its own.
 */

import { bindEmitter } from "../record/index.js";
import { brokenBy, type Transport } from "./broken-by.js";
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
  endWithResponse(open, response, () => response.statusCode, (request as Transport).socket);
  bindEmitter(request);
  return open;
}

/** Ends a request when its response is closed: never at `finish` alone, which does not come where it breaks off. */
function endWithResponse(
  open: OpenRequest,
  response: Omit<NodeResponse, "statusCode">,
  statusOf: () => number | undefined,
  socket: Transport["socket"],
): void {
  response.once("close", () => {
    const broken = brokenBy(response, socket);
    if (broken?.error !== undefined) open.noteError(broken.error);
    open.end(broken === undefined || response.headersSent ? statusOf() : undefined, broken?.by);
  });
  bindEmitter(response);
}

/** A stream of HTTP/2 on which a server answers. */
interface ServerStream extends Omit<NodeResponse, "statusCode"> {
  readonly sentHeaders?: { readonly ":status"?: number };
  readonly session?: Pick<Transport, "socket">;
}

/** Opens the request that a stream of HTTP/2 is, to a server that listens to streams alone, as those of gRPC do. */
function openStream(
  stream: ServerStream,
  headers: { readonly [name: string]: string },
  options: LogRequestsOptions<NodeRequest>,
): OpenRequest | undefined {
  const { ":method": method, ":path": url } = headers;
  const { socket } = stream.session ?? {};
  const on: NodeRequest["on"] = (...args) => stream.on(...args);
  const removeListener: NodeRequest["removeListener"] = (...args) => stream.removeListener(...args);
  const asked = { method, url, headers, socket, on, removeListener };
  const open = openRequest(stream, { method, url, headers: asked }, options, asked);
  if (open !== undefined) endWithResponse(open, stream, () => stream.sentHeaders?.[":status"], undefined);
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
    // An upgrade and what is no request of HTTP are left alone.
    if (!isRequestEvent(this, args)) return emit.apply(this, args);
    const options = optionsOf();
    if (options === undefined) return emit.apply(this, args);
    const [event, request, response] = args as [string, R, NodeResponse];
    const open =
      event === "stream"
        ? openStream(request as never, response as never, options as LogRequestsOptions<NodeRequest>)
        : openNodeRequest(request, response, options, request);
    if (open === undefined) return servers.answerUnlogged(() => emit.apply(this, args));
    opened?.(open, request);
    return runRequest(open, () => {
      try {
        return emit.apply(this, args);
      } catch (error) {
        // Nobody answers any more: a throw here ends the process, or whoever catches it knows nothing of the response.
        open.noteError(error);
        open.end(undefined);
        throw error;
      }
    });
  }; // With its name, and with the marks of others who wrapped it.
  return Object.defineProperties(told, Object.getOwnPropertyDescriptors(emit));
}

/** Whether an event of a server is a request that is not open yet. */
function isRequestEvent(server: unknown, [event, request, response]: unknown[]): boolean {
  if (event === "stream") {
    const isForStreams = (server as { listenerCount(event: string): number }).listenerCount("request") === 0;
    return isForStreams && has(request, "sentHeaders") && has(response, ":path") && requestOf(request) === undefined;
  }
  if (event !== "request" && event !== "checkContinue") return false;
  const isPair = has(request, "method") && has(request, "headers") && has(response, "statusCode");
  return isPair && has(response, "writableEnded") && requestOf(request) === undefined;
}

function has(value: unknown, name: string): boolean {
  return typeof value === "object" && value !== null && name in value;
}
