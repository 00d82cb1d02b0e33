// Stands on http.

import {
  answerWebRequest,
  type CallOptions,
  endCall,
  isPartOfCall,
  type LogRequestsOptions,
  startCall,
  type WebRequest,
} from "../../http/index.js";

export type { CallOptions, LogRequestsOptions } from "../../http/index.js";

type Fetch = typeof globalThis.fetch;

/**
 * Gives a `fetch` whose calls are actions, `http.call`, and tell the receiver which action they belong to. An action ends
 * when the answer's head is there; an answer of 500 or more is a failure, and so is a call that rejects. The URL is
 * logged without its user and its query. Headers that tell of a trace and were there before are kept.
 *
 * @example
 * ```ts
 * import { addDestination } from "clew";
 * import { logFetch } from "clew/bridge/fetch";
 *
 * addDestination(({ action_type, action_status, url, status }) => console.log(action_type, action_status, url ?? status));
 * const fetch = logFetch();
 * await (await fetch("data:text/plain,hello")).text();
 * ```
 *
 * ```text output
 * http.call started data:
 * http.call succeeded 200
 * ```
 */
export function logFetch(fetch: Fetch = globalThis.fetch, options: CallOptions = {}): Fetch {
  const logged = async (...[input, init]: Parameters<Fetch>): Promise<Response> => {
    const isRequest = typeof input === "object" && "url" in input;
    const method = init?.method ?? (isRequest ? input.method : "GET");
    const all = new Headers(init?.headers ?? (isRequest ? input.headers : undefined));
    const named = all.get("traceparent") ?? undefined;
    const url = isRequest ? input.url : String(input);
    const started = isPartOfCall() ? undefined : startCall(method, url, options, named);
    if (started === undefined) return await fetch(input, init);
    const { call, headers } = started;
    for (const [name, value] of Object.entries(headers)) if (!all.has(name)) all.set(name, value);
    try {
      const response = await call.action.run(() => fetch(input, { ...init, headers: all }));
      call.status = response.status;
      endCall(call);
      return response;
    } catch (error) {
      endCall(call, { error });
      throw error;
    }
  };
  return Object.assign(logged, fetch);
}

/**
 * Makes each request that a handler of the Web platform answers an action, `http.request`: for `Bun.serve`, `Deno.serve`
 * and workers on the edge. It ends when the handler has given its response; an answer of 500 or more is a failure, with
 * what was thrown where the handler throws.
 *
 * @example
 * ```ts
 * import { addDestination } from "clew";
 * import { logRequests } from "clew/bridge/fetch";
 *
 * addDestination(({ action_type, action_status, path, status }) => console.log(action_type, action_status, path ?? status));
 * const handler = logRequests((request: Request) => new Response(`you asked ${request.url}`));
 * await handler(new Request("http://shop.example/stock?token=secret"));
 * ```
 *
 * ```text output
 * http.request started /stock
 * http.request succeeded 200
 * ```
 */
export function logRequests<R extends WebRequest, A extends unknown[], T extends { readonly status: number }>(
  handler: (request: R, ...rest: A) => T | PromiseLike<T>,
  options: LogRequestsOptions<R> = {},
): (request: R, ...rest: A) => Promise<Awaited<T>> {
  return (request, ...rest) =>
    answerWebRequest(
      request,
      options,
      request,
      () => handler(request, ...rest),
      (response) => response?.status,
    );
}
