import { requestOf } from "./open-request.js";

/** What is used of Nest's class, which is told of whatever a route throws, before any filter. */
export interface ExceptionsHandlerClass {
  readonly prototype: { next(this: object, exception: unknown, host: ArgumentsHost): unknown };
}

interface ArgumentsHost {
  getArgByIndex(index: number): unknown;
}

const followed = new WeakSet<object>();

/** Notes what routes throw; doing it twice is doing it once. */
export function followExceptions({ prototype }: ExceptionsHandlerClass): void {
  if (followed.has(prototype)) return;
  followed.add(prototype);
  const { next } = prototype;
  prototype.next = function (exception, host) {
    const request = host.getArgByIndex(0) as { readonly raw?: unknown } | undefined;
    requestOf(request?.raw ?? request)?.noteError(exception);
    return next.call(this, exception, host);
  };
}
