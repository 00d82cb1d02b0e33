/** Calls by `fetch` and by undici; where they tell nothing of themselves, `fetch` itself is replaced. */

import { logFetch } from "../../bridge/fetch/index.js";
import {
  type CallOptions,
  endCall,
  headerOf,
  hearUndiciRequests,
  isPartOfCall,
  type OpenCall,
  startCall,
  type UndiciRequest,
} from "../../http/index.js";
import { listenToChannel } from "../../node/index.js";
import { shared } from "../../record/index.js";
import { partOf } from "../part.js";
import { endWithRequest } from "./end-with-request.js";

interface Event {
  readonly request: UndiciRequest;
  readonly response?: { readonly statusCode: number };
  readonly error?: unknown;
}

const calls = shared("instrument.fetch-calls", () => new WeakMap<UndiciRequest, OpenCall>());

/** Begins to hear of calls, once a process. */
export function patchFetch(): void {
  const part = partOf("fetch");
  if ("Bun" in globalThis || "Deno" in globalThis) {
    const { fetch } = globalThis;
    const logged = logFetch(fetch, { ignore: (call) => (part.options as CallOptions).ignore?.(call) === true });
    globalThis.fetch = Object.assign(
      (...args: Parameters<typeof fetch>) => (part.users === 0 ? fetch(...args) : logged(...args)),
      fetch,
    );
    return;
  }
  hearUndiciRequests(begin);
  listenToChannel("undici:request:headers", (event) => {
    const { request, response } = event as Event;
    const call = calls.get(request);
    if (call === undefined || response === undefined) return;
    call.status = response.statusCode;
    endWithRequest(call);
  });
  listenToChannel("undici:request:trailers", (event) => {
    const call = calls.get((event as Event).request);
    if (call !== undefined) endCall(call);
  });
  listenToChannel("undici:request:error", (event) => {
    const { request, error } = event as Event;
    const call = calls.get(request);
    if (call !== undefined) endCall(call, { error });
  });
}

function begin(request: UndiciRequest): void {
  const part = partOf("fetch");
  if (part.users === 0 || calls.has(request) || isPartOfCall()) return;
  const origin = typeof request.origin === "string" ? request.origin : request.origin.href;
  const named = headerOf(request.headers, "traceparent");
  const url = origin.replace(/\/$/, "") + request.path;
  const started = startCall(request.method, url, part.options, named);
  if (started === undefined) return;
  const { call, headers } = started;
  calls.set(request, call);
  for (const [name, value] of Object.entries(headers)) {
    if (headerOf(request.headers, name) === undefined) request.addHeader(name, value);
  }
}
