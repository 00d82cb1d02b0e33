// Stands on http.

import {
  type LogRequestsOptions,
  type NodeRequest,
  type NodeResponse,
  openNodeRequest,
  runRequest,
} from "../../http/index.js";

export type { LogRequestsOptions } from "../../http/index.js";

/** What is needed of a context of Koa. */
export interface KoaContext {
  readonly req: NodeRequest;
  readonly res: NodeResponse;
  /** The pattern that matched, where `@koa/router` is used. */
  readonly _matchedRoute?: unknown;
}

/**
 * Makes each request an action, `http.request`: a middleware for Koa, to stand before all others. The action knows the
 * route where `@koa/router` is used, and what was thrown; it ends when the response is closed.
 *
 * @example
 * ```js
 * import { toFile } from "clew";
 * import { logRequests } from "clew/bridge/koa";
 * import Koa from "koa";
 *
 * toFile("app.log");
 * const app = new Koa();
 * app.use(logRequests());
 * app.use((context) => {
 *   context.body = "hello";
 * });
 * app.listen(0, "127.0.0.1").close();
 * ```
 */
export function logRequests<C extends KoaContext>(
  options: LogRequestsOptions<C> = {},
): (context: C, next: () => Promise<unknown>) => Promise<void> {
  return async (context, next) => {
    const open = openNodeRequest(context.req, context.res, options, context);
    if (open === undefined) {
      await next();
      return;
    }
    open.noteRoute(() => (context._matchedRoute === undefined ? undefined : String(context._matchedRoute)));
    try {
      await runRequest(open, next);
    } catch (error) {
      open.noteError(error);
      throw error;
    }
  };
}
