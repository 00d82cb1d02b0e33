// Stands on http and record. What it sets up is told to it: the room that does so stands above the bridges.

import { requestAround } from "../../http/index.js";
import { currentAction } from "../../record/index.js";

/** What Next tells of a request that failed. */
export interface NextRequestInfo {
  readonly path: string;
  readonly method: string;
}

/** Where in the application it failed. */
export interface NextErrorContext {
  readonly routerKind: string;
  readonly routePath: string;
  readonly routeType: string;
}

/**
 * Notes an error that a page, a route or an action of Next threw, and its route, so that the request's action fails
 * with it. Export it from `instrumentation.ts`, beside `register`.
 *
 * @example
 * ```js
 * export { onRequestError, register } from "clew/bridge/next";
 * ```
 */
export function onRequestError(error: unknown, _request: NextRequestInfo, { routePath }: NextErrorContext): void {
  const open = requestAround(currentAction());
  if (open === undefined) return;
  open.noteError(error);
  if (routePath) open.noteRoute(routePath);
}

/**
 * Sets up what `clew/auto` does, once, in the Node runtime of Next: each request is an action, and so is each call and
 * query made for it. Export it from `instrumentation.ts`. `CLEW_FILE` names the log.
 *
 * @example
 * ```js
 * export { onRequestError, register } from "clew/bridge/next";
 * ```
 */
export async function register(): Promise<void> {
  // The edge has none of it.
  if (process.env.NEXT_RUNTIME === "edge") return;
  // By a name that no bundler puts together: Next builds instrumentation.ts for the edge too, and ours would name a file of
  // this package, which is not beside what Next makes of it.
  const auto = ["clew", "auto"].join("/");
  await import(/* webpackIgnore: true */ /* turbopackIgnore: true */ auto);
}
