// Stands on http.

import {
  followRoute,
  type LogRequestsOptions,
  type NodeRequest,
  type NodeResponse,
  openNodeRequest,
  type RoutedRequest,
  requestOf,
  runRequest,
} from "../../http/index.js";

export type { LogRequestsOptions } from "../../http/index.js";

/** What is needed of a request of Express, 4 or 5. */
export type ExpressRequest = NodeRequest & RoutedRequest;

type Next = (error?: unknown) => void;

/**
 * Makes each request an action, `http.request`: a middleware for Express 4 and 5, and for what else has Connect's, to
 * stand before all others. The action knows the route by its pattern and ends when the response is closed; an answer of
 * 500 or more is a failure. What was thrown is known where `logErrors()` stands behind the routes.
 *
 * @example
 * ```js
 * import { toFile } from "clew";
 * import { logErrors, logRequests } from "clew/bridge/express";
 * import express from "express";
 *
 * toFile("app.log");
 * const app = express();
 * app.use(logRequests());
 * app.get("/orders/:id", (request, response) => response.json({ id: request.params.id }));
 * app.use(logErrors());
 * const server = app.listen(0, "127.0.0.1");
 * server.close();
 * ```
 */
export function logRequests<R extends ExpressRequest>(
  options: LogRequestsOptions<R> = {},
): (request: R, response: NodeResponse, next: Next) => void {
  return (request, response, next) => {
    const open = openNodeRequest(request, response, options, request);
    if (open === undefined) return next();
    followRoute(request, open);
    runRequest(open, next);
  };
}

/**
 * Notes what was thrown, so that the request's action fails with it, and passes it on: an error handler, to stand
 * behind the routes and before the program's own.
 *
 * @example
 * ```js
 * import { logErrors, logRequests } from "clew/bridge/express";
 * import express from "express";
 *
 * const app = express();
 * app.use(logRequests());
 * app.get("/orders", () => {
 *   throw new RangeError("sold out");
 * });
 * app.use(logErrors());
 * app.use((error, _request, response, _next) => response.status(500).send(error.message));
 * ```
 */
export function logErrors(): (error: unknown, request: ExpressRequest, response: NodeResponse, next: Next) => void {
  // Express knows an error handler by its four arguments.
  return (error, request, _response, next) => {
    requestOf(request)?.noteError(error);
    next(error);
  };
}
