/** The types of `serializeTo` and `continueFrom`, and what stands under their names where there is no Node. */

import type { Action, FieldsOf } from "../action.js";
import { NeedsNodeError } from "../errors.js";
import type { BodyResult } from "../thenable.js";

/** Headers that can be written: a `Headers`, a `Map`, a plain object, or the request that has them, the web's or Node's. */
export type WritableHeaders =
  | { set(name: string, value: string): unknown }
  | { readonly headers: { set(name: string, value: string): unknown } }
  | { setHeader(name: string, value: string): unknown }
  | { [name: string]: unknown };

/** Options of `serializeTo`. */
export interface SerializeToOptions {
  /** Where the headers go: a URL or a host. Without it, the caller has decided that they may carry the task's id. */
  readonly to?: string | { readonly href: string };
  /**
   * Whether the receiver is to continue the task. By default it is where `to` is this host or loopback; everyone else
   * is only told the W3C trace.
   */
  readonly trust?: boolean | ((host: string | undefined) => boolean);
}

/**
 * Writes the current action into headers of a request, and gives them back: `x-eliot-task-id`, a place in the tree
 * that the receiver continues, and `traceparent`, W3C Trace Context for the rest of the world. The first is left out
 * for receivers that are not trusted. Outside of every action nothing is written.
 *
 * @example
 * ```ts
 * import { createServer } from "node:http";
 * import { continueFrom, serializeTo, withAction } from "clew";
 *
 * const server = createServer((request, response) => {
 *   continueFrom(request, "serve", { path: request.url }, () => response.end("hello"));
 * });
 * await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
 * const address = server.address();
 * const url = `http://127.0.0.1:${typeof address === "object" ? address?.port : ""}/`;
 * await withAction("ask", async () => {
 *   const response = await fetch(url, { headers: serializeTo({}, { to: url }) });
 *   console.log(await response.text());
 * });
 * server.close();
 * ```
 */
export function serializeTo<H extends WritableHeaders>(_headers: H, _options?: SerializeToOptions): H {
  throw new NeedsNodeError("serializeTo", "send action.serializeTaskId() yourself");
}

/** Headers that were received: a `Headers`, a `Map`, a plain object, or the request that has them. */
export type ReadableHeaders = object;

/** Options of `continueFrom`. */
export interface ContinueFromOptions {
  /** The address that the request came from, where `headers` is no request of `node:http`. */
  readonly from?: string;
  /**
   * Whether the sender may have its task continued here. By default it may where it is loopback, or where the task
   * began in this process; everyone else's task is only followed from. A reverse proxy on the same host makes
   * everyone loopback: give `false` behind one that does not strip the header.
   */
  readonly trust?: boolean | ((from: string | undefined) => boolean);
}

/**
 * Runs `body` as the action that a request caused, and gives what it gives, as `withAction` does. A trusted
 * `x-eliot-task-id` is continued: one tree over both programs. An untrusted one makes a task of its own that follows
 * from it. A `traceparent` makes a task of its own that belongs to that trace. Headers that are none of these, however
 * malformed, make a task of its own. What stands in the headers never makes this throw.
 *
 * @example
 * ```ts
 * import { continueFrom, serializeTo, withAction } from "clew";
 *
 * const headers = withAction("send", () => serializeTo({}));
 * continueFrom(headers, "receive", { queue: "orders" }, () => console.log("in the sender's tree"));
 * ```
 */
export function continueFrom<R>(headers: ReadableHeaders, type: string, body: (action: Action) => R): BodyResult<R>;
export function continueFrom<F extends object, R>(
  headers: ReadableHeaders,
  type: string,
  fields: (F & FieldsOf<F>) | undefined,
  body: (action: Action) => R,
): BodyResult<R>;
export function continueFrom<F extends object, R>(
  headers: ReadableHeaders,
  type: string,
  fields: (F & FieldsOf<F>) | undefined,
  options: ContinueFromOptions | undefined,
  body: (action: Action) => R,
): BodyResult<R>;
export function continueFrom(..._all: unknown[]): unknown {
  throw new NeedsNodeError("continueFrom", "give the sender's task id to continueTask");
}

/**
 * Starts the action that a request caused, as `continueFrom` does, and gives it: for what ends elsewhere than where it
 * began, as a request does whose response closes later. It is not current; `action.run(fn)` makes it so.
 *
 * @example
 * ```ts
 * import { createServer } from "node:http";
 * import { startFrom } from "clew";
 *
 * const server = createServer((request, response) => {
 *   const action = startFrom(request, "serve", { path: request.url });
 *   response.once("close", () => action.finish());
 *   action.run(() => response.end("hello"));
 * });
 * await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
 * server.close();
 * ```
 */
export function startFrom<F extends object>(
  _headers: ReadableHeaders,
  _type: string,
  _fields?: F & FieldsOf<F>,
  _options?: ContinueFromOptions,
): Action {
  throw new NeedsNodeError("startFrom", "give the sender's task id to continueTask");
}
