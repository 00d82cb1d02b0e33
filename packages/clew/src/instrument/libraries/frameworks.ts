/** Express, Koa, Hono, Nest and Next: the route and what was thrown, told to the request that `http` has opened. */

import {
  type ExceptionsHandlerClass,
  followExceptions,
  type RoutedRequest,
  requestAround,
  requestOf,
} from "../../http/index.js";
import { currentAction, isThenable } from "../../record/index.js";
import { partOf } from "../part.js";
import { replaceMethod } from "../traced-call.js";

type Method = (this: unknown, ...args: unknown[]) => unknown;

/** What Express' routers pass to each other that is no error. */
const SIGNALS: readonly unknown[] = ["route", "router"];

/** A router of Express 4, or of the package router: what leaves it with an error was answered by nobody in it. */
export function patchRouter(Router: { readonly prototype?: object; readonly handle?: unknown }): void {
  const part = partOf("express");
  const target = Router.prototype !== undefined && "handle" in Router.prototype ? Router.prototype : Router;
  replaceMethod(target, "handle", (handle) => {
    return function (this: unknown, ...args) {
      const [request, response, done] = args as [object, unknown, Method];
      const open = part.users === 0 ? undefined : requestOf(request);
      if (open === undefined || typeof done !== "function") return handle.apply(this, args);
      const told: Method = function (this: unknown, ...answer) {
        const [error] = answer;
        if (error && !SIGNALS.includes(error)) open.noteError(error);
        return done.apply(this, answer);
      };
      return handle.call(this, request, response, told);
    };
  });
}

/** A route of either: what it is mounted at is known while it answers, and is restored where an error leaves it. */
export function patchRoute(Route: { readonly prototype: object }): void {
  const part = partOf("express");
  replaceMethod(Route.prototype, "dispatch", (dispatch) => {
    return function (this: unknown, ...args) {
      const request = args[0] as RoutedRequest;
      const { path } = this as { readonly path?: unknown };
      if (part.users > 0 && path !== undefined) requestOf(request)?.noteRoute((request.baseUrl ?? "") + String(path));
      return dispatch.apply(this, args);
    };
  });
}

/** A layer that answers errors: named differently by Express 4. */
export function patchLayer(Layer: { readonly prototype: object }): void {
  const part = partOf("express");
  replaceMethod(Layer.prototype, "handleError" in Layer.prototype ? "handleError" : "handle_error", (handle) => {
    return function (this: unknown, ...args) {
      const [error, request] = args;
      if (part.users > 0 && !SIGNALS.includes(error)) requestOf(request)?.noteError(error);
      return handle.apply(this, args);
    };
  });
}

/** Not by `app.on("error")`: with a listener Koa stops printing errors. */
export function patchKoa(exports: {
  readonly prototype?: object;
  readonly default?: { readonly prototype: object };
}): void {
  const part = partOf("koa");
  const { prototype } = exports.default ?? (exports as { readonly prototype: object });
  replaceMethod(prototype, "createContext", (create) => {
    return function (this: unknown, ...args) {
      const context = create.apply(this, args) as { onerror: Method; readonly _matchedRoute?: unknown };
      const open = part.users === 0 ? undefined : requestOf(args[0]);
      if (open === undefined) return context;
      open.noteRoute(() => (context._matchedRoute === undefined ? undefined : String(context._matchedRoute)));
      const { onerror } = context;
      context.onerror = function (this: unknown, ...thrown) {
        const [error] = thrown;
        if (error !== null && error !== undefined) open.noteError(error);
        return onerror.apply(this, thrown);
      };
      return context;
    };
  });
}

/** Hono's router is given each handler with its route. */
export function patchHonoRouter(exports: { readonly SmartRouter: { readonly prototype: object } }): void {
  const part = partOf("hono");
  replaceMethod(exports.SmartRouter.prototype, "add", (add) => {
    return function (this: unknown, ...args) {
      const [method, path, handler] = args;
      if (!Array.isArray(handler) || typeof handler[0] !== "function") return add.apply(this, args);
      const [answer, ...rest] = handler as [Method, ...unknown[]];
      const told: Method = function (this: unknown, ...given) {
        const open = part.users === 0 ? undefined : requestOf(incomingOf(given[0]));
        if (open === undefined) return answer.apply(this, given);
        if (typeof path === "string" && !path.endsWith("*")) open.noteRoute(path);
        const fail = (error: unknown): never => {
          open.noteError(error);
          throw error;
        };
        try {
          const result = answer.apply(this, given);
          return isThenable(result) ? result.then(undefined, fail) : result;
        } catch (error) {
          return fail(error);
        }
      };
      return add.call(this, method, path, [Object.assign(told, answer), ...rest]);
    };
  });
}

function incomingOf(context: unknown): unknown {
  const { env, req } = (context ?? {}) as {
    readonly env?: { readonly incoming?: unknown };
    readonly req?: { readonly raw?: unknown };
  };
  return env?.incoming ?? req?.raw;
}

export function patchNest(exports: { readonly ExceptionsHandler: ExceptionsHandlerClass }): void {
  if (exports.ExceptionsHandler === undefined) throw new TypeError("it has no ExceptionsHandler");
  followExceptions(exports.ExceptionsHandler);
}

/** The modules of Next's routes, of which each kind has a file of its own: what a route threw, and its pattern. */
export function patchNextRoutes(exports: { readonly default: { readonly prototype: object } }): void {
  const part = partOf("next");
  let target: object | null = exports.default.prototype;
  while (target !== null && !Object.hasOwn(target, "onRequestError")) target = Object.getPrototypeOf(target);
  if (target === null) throw new TypeError("it has no method onRequestError");
  replaceMethod(target, "onRequestError", (tell) => {
    return function (this: unknown, ...args) {
      const [, error, where] = args as [unknown, unknown, { readonly routePath?: string } | undefined];
      const open = part.users === 0 ? undefined : requestAround(currentAction());
      open?.noteError(error);
      if (where?.routePath) open?.noteRoute(where.routePath);
      return tell.apply(this, args);
    };
  });
}
