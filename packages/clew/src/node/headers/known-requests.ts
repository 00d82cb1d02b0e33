/**
 * Whose headers these are. A server is given headers without the address that they came from; Node tells of each request
 * before the program sees it, and there the two are still together.
 */

import { subscribe } from "node:diagnostics_channel";
import { isLoopback } from "./loopback.js";

/** The headers of requests that came over loopback. */
const fromLoopback = new WeakSet<object>();

/** Begins to notice which requests come over loopback. */
export function noticeRequests(): void {
  subscribe("http.server.request.start", (event) => {
    const { request } = event as { readonly request?: RequestLike };
    if (isLoopback(request?.socket?.remoteAddress) && request?.headers) fromLoopback.add(request.headers);
  });
}

/** A request as `node:http` gives it. */
export interface RequestLike {
  readonly headers?: object;
  readonly socket?: { readonly remoteAddress?: string };
}

/** Whether headers are those of a request that `node:http` received over loopback. */
export function cameOverLoopback(headers: object): boolean {
  return fromLoopback.has(headers);
}
