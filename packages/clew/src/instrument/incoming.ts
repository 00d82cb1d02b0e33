/** Requests that come in to any server of `node:http`, `https` or `http2`, and to those of Bun and Deno. */

import http from "node:http";
import https from "node:https";
import net from "node:net";
import {
  answerWebRequest,
  emitRequests,
  type LogRequestsOptions,
  type NodeRequest,
  type RoutedRequest,
  servers,
  type WebRequest,
} from "../http/index.js";
import { partOf } from "./part.js";

type Serve = (...args: unknown[]) => unknown;
type Handler = (
  request: WebRequest,
  ...rest: unknown[]
) => { readonly status: number } | PromiseLike<{ readonly status: number }>;

/** Patches the servers, once a process. */
export function patchServers(): void {
  const part = partOf("http");
  const options = () => (part.users === 0 ? undefined : (part.options as LogRequestsOptions<NodeRequest>));
  // Every server of Node's and Deno's is one of net; Bun's are not.
  const isBun = "Bun" in globalThis;
  const own = [http.Server.prototype, https.Server.prototype];
  // OpenTelemetry puts an emit of its own on these, which goes past the one above them if it came first.
  const prototypes = isBun ? own : [net.Server.prototype, ...own.filter((each) => Object.hasOwn(each, "emit"))];
  servers.areLogged = () => part.users > 0;
  for (const prototype of prototypes) {
    const methods = prototype as unknown as { emit: Parameters<typeof emitRequests>[0] };
    // Where Express' files cannot be patched, its request says the route at the end.
    methods.emit = emitRequests(methods.emit, options, (open, request) => {
      open.noteRoute(() => routeOf(request as NodeRequest & RoutedRequest));
    });
  }
  const { Bun, Deno } = globalThis as { readonly Bun?: { serve: Serve }; readonly Deno?: { serve: Serve } };
  for (const runtime of [Bun, Deno]) if (runtime !== undefined) patchServe(runtime, options);
}

function routeOf({ baseUrl = "", route }: RoutedRequest): string | undefined {
  const path = (route as { readonly path?: unknown } | undefined)?.path;
  return path === undefined || path === null ? undefined : baseUrl + String(path);
}

function patchServe(runtime: { serve: Serve }, optionsNow: () => LogRequestsOptions<NodeRequest> | undefined): void {
  const { serve } = runtime;
  const logged = (handler: unknown): unknown => {
    if (typeof handler !== "function") return handler;
    const answer = function (this: unknown, ...args: Parameters<Handler>) {
      const options = optionsNow();
      if (options === undefined) return (handler as Handler).apply(this, args);
      const [request] = args;
      return answerWebRequest(
        request,
        options,
        request as never,
        () => (handler as Handler).apply(this, args),
        (response) => response?.status,
      );
    };
    // Deno gives a request only to a handler that takes one.
    return Object.defineProperty(answer, "length", { value: Math.max(1, handler.length) });
  };
  runtime.serve = function (this: unknown, ...args) {
    return serve.apply(
      this,
      args.map((arg) => {
        if (typeof arg !== "object" || arg === null) return logged(arg);
        const given = arg as { readonly fetch?: unknown; readonly handler?: unknown };
        return {
          ...given,
          ...(given.fetch === undefined ? {} : { fetch: logged(given.fetch) }),
          ...(given.handler === undefined ? {} : { handler: logged(given.handler) }),
        };
      }),
    );
  };
}
