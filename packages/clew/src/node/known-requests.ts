/**
 * Whose headers these are. A server is given headers without the address that they came from; Node tells of each request
 * before the program sees it, and there the two are still together.
 */

import { subscribe } from "node:diagnostics_channel";
import type { IncomingMessage } from "node:http";
import { hub, isLoopback } from "../record/index.js";

/** The headers of requests that came over loopback. */
const fromLoopback = new WeakSet<object>();

/** Begins to notice which requests come over loopback. */
export function noticeRequests(): void {
  hub.cameOverLoopback = (headers) => fromLoopback.has(headers);
  subscribe("http.server.request.start", (event) => {
    const { request } = event as { readonly request?: Partial<IncomingMessage> };
    if (isLoopback(request?.socket?.remoteAddress) && request?.headers) fromLoopback.add(request.headers);
  });
}
