// Stands on http.

import {
  type LogRequestsOptions,
  type NodeRequest,
  type NodeResponse,
  openNodeRequest,
  requestOf,
  runRequest,
} from "../../http/index.js";

export type { LogRequestsOptions } from "../../http/index.js";

/** What is needed of a request of Fastify, 4 or 5. */
export interface FastifyRequest {
  readonly raw: NodeRequest;
  readonly routeOptions?: { readonly url?: string | undefined };
}

/** What is needed of its reply. */
export interface FastifyReply {
  readonly raw: NodeResponse;
}

/** What is needed of an instance. */
export interface FastifyInstance {
  addHook(name: never, hook: never): unknown;
}

type AddHook = (
  name: string,
  hook: (request: FastifyRequest, reply: FastifyReply, ...rest: never[]) => void,
) => unknown;

/**
 * Makes each request an action, `http.request`: a plugin for Fastify 4 and 5, to be registered before others. The
 * action knows the route by its pattern, and what was thrown in handlers, hooks and validation; it ends when the
 * response is closed. An answer of 500 or more is a failure with that error; an error that is answered below 500 is a
 * message, `http.error`.
 *
 * @example
 * ```js
 * import { toFile } from "clew";
 * import { logRequests } from "clew/bridge/fastify";
 * import fastify from "fastify";
 *
 * toFile("app.log");
 * const app = fastify();
 * app.register(logRequests, { ignore: (request) => request.url === "/health" });
 * app.get("/orders/:id", async (request) => ({ id: request.params.id }));
 * await app.listen({ port: 0, host: "127.0.0.1" });
 * await app.close();
 * ```
 */
export function logRequests(
  app: FastifyInstance,
  options: LogRequestsOptions<FastifyRequest>,
  done: (error?: Error) => void,
): void {
  const addHook = app.addHook.bind(app) as AddHook;
  addHook("onRequest", (request, reply, next: () => void) => {
    const open = openNodeRequest(request.raw, reply.raw, options, request);
    if (open === undefined) return next();
    const route = request.routeOptions?.url;
    if (route !== undefined) open.noteRoute(route);
    runRequest(open, next);
  });
  addHook("onError", (request, _reply, error: unknown, next: () => void) => {
    requestOf(request.raw)?.noteError(error);
    next();
  });
  done();
}

// As the package fastify-plugin marks one: its hooks are for the whole application, not for a part of it.
Object.assign(logRequests, {
  [Symbol.for("skip-override")]: true,
  [Symbol.for("fastify.display-name")]: "clew",
});
