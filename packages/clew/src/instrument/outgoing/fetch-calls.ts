/** Calls by `fetch` and by undici; where they tell nothing of themselves, `fetch` itself is replaced. */

import { logFetch } from "../../bridge/fetch/index.js";
import { type CallOptions, endCall, isCall, type OpenCall, requestAround, startCall } from "../../http/index.js";
import { listenToChannel } from "../../node/index.js";
import { currentAction, shared } from "../../record/index.js";
import { partOf } from "../part.js";

interface UndiciRequest {
  readonly method: string;
  readonly origin: string | { readonly href: string };
  readonly path: string;
  readonly headers?: unknown;
  addHeader(name: string, value: string): void;
}

interface Event {
  readonly request: UndiciRequest;
  readonly response?: { readonly statusCode: number };
  readonly error?: unknown;
}

const calls = shared("instrument.fetch-calls", () => new WeakMap<UndiciRequest, OpenCall>());

/** A body that nobody reads tells nothing any more; outside of a request it is given up after so long. */
const NOT_READ_MS = 30_000;

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
  listenToChannel("undici:request:create", (event) => begin((event as Event).request));
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
  if (part.users === 0 || calls.has(request) || isCall(currentAction())) return;
  const origin = typeof request.origin === "string" ? request.origin : request.origin.href;
  const started = startCall(request.method, origin.replace(/\/$/, "") + request.path, part.options);
  if (started === undefined) return;
  const { call, headers } = started;
  calls.set(request, call);
  if (hasTraceparent(request.headers)) return;
  for (const [name, value] of Object.entries(headers)) request.addHeader(name, value);
}

/** Undici keeps headers as one text, or as names and values in turn. */
function hasTraceparent(headers: unknown): boolean {
  if (typeof headers === "string") return /(^|\r\n)traceparent:/i.test(headers);
  return Array.isArray(headers) && headers.some((name, i) => i % 2 === 0 && /^traceparent$/i.test(String(name)));
}

/** Where the body is not read to its end, the call ends with the request that it was made for. */
function endWithRequest(call: OpenCall): void {
  const giveUp = () => {
    call.action.addFields({ body: "not read" });
    endCall(call);
  };
  const open = requestAround(call.action);
  if (open !== undefined) open.whenEnded(giveUp);
  else setTimeout(giveUp, NOT_READ_MS).unref();
}
