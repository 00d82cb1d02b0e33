// Stands on http, record and node.

import { type LogRequestsOptions, type OpenRequest, openRequest } from "../../http/index.js";
import { flush, startFrom } from "../../record/index.js";

/** Options of `logInvocations`. */
export type LogInvocationsOptions = LogRequestsOptions<unknown>;

/** What is read of what invokes a function: of an API Gateway (1 and 2), a function's URL or a load balancer. */
interface HttpEvent {
  readonly headers?: object | null;
  readonly httpMethod?: string;
  readonly path?: string;
  readonly resource?: string;
  readonly rawPath?: string;
  readonly routeKey?: string;
  readonly requestContext?: { readonly http?: { readonly method?: string; readonly path?: string } };
}

/** What is read of the invocation. */
interface Invocation {
  readonly functionName?: string;
  readonly awsRequestId?: string;
}

/**
 * Wraps the handler of an AWS Lambda function, so that each invocation is an action: `http.request` where an API
 * Gateway, a function's URL or a load balancer invoked it, `lambda.invoke` else. What was logged is written before the
 * invocation ends, for the process is frozen then. `toFile(process.stdout)` writes to CloudWatch.
 *
 * @example
 * ```ts
 * import { addDestination, logMessage } from "clew";
 * import { logInvocations } from "clew/bridge/lambda";
 *
 * addDestination(({ action_type, action_status, path, status }) => {
 *   if (action_type) console.log(action_type, action_status, path ?? status);
 * });
 * export const handler = logInvocations(async (event: { rawPath: string }) => {
 *   logMessage("asked", { path: event.rawPath });
 *   return { statusCode: 204 };
 * });
 * await handler({ rawPath: "/stock", headers: {}, requestContext: { http: { method: "GET" } } } as never, {});
 * ```
 *
 * ```text output
 * http.request started /stock
 * http.request succeeded 204
 * ```
 */
export function logInvocations<E, C, R>(
  handler: (event: E, context: C) => R | PromiseLike<R>,
  options: LogInvocationsOptions = {},
): (event: E, context: C) => Promise<R> {
  if (handler.length > 2) {
    throw new TypeError(
      "Cannot log the invocations of a handler that takes a callback: newer runtimes of Lambda call none; give one that returns a promise",
    );
  }
  return async (event, context) => {
    const invocation = start(event, context as Invocation, options);
    if (invocation === undefined) return await handler(event, context);
    try {
      const result = await invocation.run(async () => await handler(event, context));
      invocation.end(result);
      return result;
    } catch (error) {
      invocation.fail(error);
      throw error;
    } finally {
      await flush();
    }
  };
}

interface Started {
  run<T>(body: () => Promise<T>): Promise<T>;
  end(result: unknown): void;
  fail(error: unknown): void;
}

function start(
  given: unknown,
  { functionName, awsRequestId }: Invocation,
  options: LogInvocationsOptions,
): Started | undefined {
  const event = (typeof given === "object" && given !== null ? given : {}) as HttpEvent;
  const method = event.requestContext?.http?.method ?? event.httpMethod;
  const about = { function: functionName, request_id: awsRequestId };
  if (method === undefined) return startPlain(event, about, options);
  const parts = { method, url: event.rawPath ?? event.path, headers: event.headers ?? {} };
  const open = openRequest(event, parts, withFields(options, about), given);
  return open && ofRequest(open, routeOf(event));
}

function startPlain(event: HttpEvent, about: object, options: LogInvocationsOptions): Started | undefined {
  if (options.ignore?.(event)) return undefined;
  const fields = { ...about, ...options.fields?.(event) };
  const action = startFrom(event.headers ?? {}, options.name ?? "lambda.invoke", fields, trustOf(options));
  return { run: (body) => action.run(body), end: () => action.finish(), fail: (error) => action.finish(error) };
}

function ofRequest(open: OpenRequest, route: string | undefined): Started {
  if (route !== undefined) open.noteRoute(route);
  return {
    run: (body) => open.action.run(body),
    end: (result) => open.end(statusOf(result)),
    fail(error) {
      open.noteError(error);
      open.end(undefined);
    },
  };
}

function withFields(options: LogInvocationsOptions, about: object): LogInvocationsOptions {
  return { ...options, fields: (event) => ({ ...about, ...options.fields?.(event) }) };
}

function trustOf({ trust }: LogInvocationsOptions): { readonly trust?: NonNullable<LogInvocationsOptions["trust"]> } {
  return trust === undefined ? {} : { trust };
}

/** `GET /orders/{id}` of the newer form, `/orders/{id}` of the older. */
function routeOf({ routeKey, resource }: HttpEvent): string | undefined {
  if (routeKey !== undefined && routeKey !== "$default") return routeKey.replace(/^[A-Z]+ /, "");
  return resource;
}

/** A result without a status is sent as 200. */
function statusOf(result: unknown): number {
  const { statusCode } = (typeof result === "object" && result !== null ? result : {}) as { statusCode?: unknown };
  return typeof statusCode === "number" ? statusCode : 200;
}
