// Stands on http.

import {
  answerWebRequest,
  type LogRequestsOptions,
  type NodeRequest,
  type NodeResponse,
  type OpenRequest,
  openNodeRequest,
  runRequest,
  type WebRequest,
} from "../../http/index.js";

export type { LogRequestsOptions } from "../../http/index.js";

/** What is needed of a context of Hono. */
export interface HonoContext {
  readonly req: { readonly raw: WebRequest; readonly matchedRoutes: readonly { readonly path: string }[] };
  readonly res: { readonly status: number };
  readonly error: Error | undefined;
  /** On Node: the request and the response of `node:http`. */
  readonly env: unknown;
}

/**
 * Makes each request an action, `http.request`: a middleware for Hono on any runtime, to stand before all others. On
 * Node (`@hono/node-server`) it ends when the response is closed, and knows of clients that go away; elsewhere it ends
 * when the response is there. It knows the route and what was thrown.
 *
 * @example
 * ```js
 * import { toFile } from "clew";
 * import { logRequests } from "clew/bridge/hono";
 * import { Hono } from "hono";
 *
 * toFile("app.log");
 * const app = new Hono();
 * app.use(logRequests());
 * app.get("/orders/:id", (context) => context.json({ id: context.req.param("id") }));
 * await app.request("/orders/3");
 * ```
 */
export function logRequests<C extends HonoContext>(
  options: LogRequestsOptions<C> = {},
): (context: C, next: () => Promise<void>) => Promise<void> {
  return async (context, next) => {
    const answer = async (open: OpenRequest | undefined) => {
      open?.noteRoute(() => routeOf(context));
      try {
        await next();
      } catch (error) {
        // Only what is no Error comes here; the application answers the others.
        open?.noteError(error);
        throw error;
      }
      if (context.error !== undefined) open?.noteError(context.error);
    };
    const node = nodeOf(context.env);
    if (node === undefined) {
      await answerWebRequest(context.req.raw, options, context, answer, () => context.res.status);
      return;
    }
    const open = openNodeRequest(node.incoming, node.outgoing, options, context);
    await (open === undefined ? answer(undefined) : runRequest(open, () => answer(open)));
  };
}

function nodeOf(env: unknown): { readonly incoming: NodeRequest; readonly outgoing: NodeResponse } | undefined {
  const { incoming, outgoing } = (env ?? {}) as { incoming?: NodeRequest; outgoing?: NodeResponse };
  return incoming === undefined || outgoing === undefined ? undefined : { incoming, outgoing };
}

/** The last that matched and is no middleware's. */
function routeOf(context: HonoContext): string | undefined {
  return context.req.matchedRoutes
    .map(({ path }) => path)
    .filter((path) => !path.endsWith("*"))
    .at(-1);
}
