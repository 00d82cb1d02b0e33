// Stands on http, record and node.

import { emitRequests, type LogRequestsOptions, type NodeRequest } from "../../http/index.js";

export type { LogRequestsOptions } from "../../http/index.js";

/** A server of `node:http`, `https` or `http2`. */
export interface ServerLike {
  emit(event: never, ...rest: never[]): boolean;
}

/**
 * Makes each request that a server of `node:http`, `https` or `http2` gets an action, `http.request`, and gives the
 * server. It begins before the program's handler, is current in all that the handler does, and ends when the response
 * is closed. An answer of 500 or more is a failure, with what was thrown where that is known; so is a client that goes
 * away before the answer is whole (`clew:Aborted`). The path is logged without its query. A request that carries a
 * task's id or a trace continues it, as `continueFrom` does.
 *
 * @example
 * ```ts
 * import { createServer } from "node:http";
 * import { addDestination, logMessage } from "clew";
 * import { logRequests } from "clew/bridge/node-http";
 *
 * addDestination(({ action_type, action_status, message_type, path, status }) => {
 *   console.log(action_type ?? message_type, action_status ?? "", path ?? status ?? "");
 * });
 * const server = logRequests(
 *   createServer((_request, response) => {
 *     logMessage("stock", { left: 3 });
 *     response.end("3");
 *   }),
 * );
 * await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
 * const address = server.address();
 * const port = typeof address === "object" ? address?.port : undefined;
 * await (await fetch(`http://127.0.0.1:${port}/stock/lamp?token=secret`)).text();
 * server.close();
 * ```
 *
 * ```text output
 * http.request started /stock/lamp
 * stock
 * http.request succeeded 200
 * ```
 */
export function logRequests<S extends ServerLike>(server: S, options: LogRequestsOptions<NodeRequest> = {}): S {
  const methods = server as unknown as { emit: Parameters<typeof emitRequests>[0] };
  methods.emit = emitRequests<NodeRequest>(methods.emit, () => options);
  return server;
}
