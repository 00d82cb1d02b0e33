import { spanIdOf } from "../../wire/index.js";
import { currentContext } from "../current/index.js";
import { type Context, hub } from "../hub/index.js";
import { isLoopback } from "./loopback.js";
import { SIGNATURE_HEADER } from "./signature.js";
import { neighbourSpans, traceOf } from "./trace.js";

/** The header that carries a place in the tree. */
export const TASK_ID_HEADER = "x-eliot-task-id";
/** The header of W3C Trace Context. */
export const TRACEPARENT_HEADER = "traceparent";

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
export function serializeTo<H extends WritableHeaders>(headers: H, options: SerializeToOptions = {}): H {
  const context = currentContext();
  const action = context?.action;
  if (action === undefined) return headers;
  // Of spans and actions in one process the spans are told: they alone are known everywhere.
  const { traceId, spanId, flags } = neighbourSpans.of?.(context as Context) ?? {
    ...traceOf(action.taskUuid),
    spanId: spanIdOf(action.taskId),
  };
  set(headers, TRACEPARENT_HEADER, `00-${traceId}-${spanId}-${flags}`);
  // Who has the key can make use of a place wherever he is, and nobody else can.
  const isForKeyHolders = hub.signTaskId !== undefined && options.trust === undefined;
  if (!isForKeyHolders && !isWanted(options)) return headers;
  const taskId = action.serializeTaskId();
  set(headers, TASK_ID_HEADER, taskId);
  const signature = hub.signTaskId?.(taskId);
  if (signature !== undefined) set(headers, SIGNATURE_HEADER, signature);
  return headers;
}

function isWanted({ to, trust }: SerializeToOptions): boolean {
  const host = hostOf(to);
  if (typeof trust === "boolean") return trust;
  if (trust !== undefined) return trust(host) === true;
  return to === undefined || (host !== undefined && (isLoopback(host) || hub.isThisHost(host)));
}

/** The host of a URL or of `host:port`; `undefined` where there is none to be seen. */
function hostOf(to: SerializeToOptions["to"]): string | undefined {
  if (to === undefined) return undefined;
  const text = typeof to === "string" ? to : to.href;
  for (const candidate of text.includes("://") ? [text] : [`http://${text}`, `http://[${text}]`]) {
    try {
      return new URL(candidate).hostname.replace(/^\[|\]$/g, "").toLowerCase();
    } catch {
      // An IPv6 address by itself is no host of a URL until it is in brackets.
    }
  }
  return undefined;
}

/** Sets a header, of a request too: one of the web has its headers within, one of Node sets them itself. */
function set(given: WritableHeaders, name: string, value: string): void {
  const { setHeader, headers: within } = given as { readonly setHeader?: unknown; readonly headers?: unknown };
  if (typeof setHeader === "function") setHeader.call(given, name, value);
  else if (hasSet(given)) given.set(name, value);
  // By what it has: not every runtime says of a request that it is one.
  else if (hasSet(within)) within.set(name, value);
  else (given as Record<string, unknown>)[name] = value;
}

function hasSet(headers: unknown): headers is { set(name: string, value: string): unknown } {
  return typeof (headers as { readonly set?: unknown } | undefined | null)?.set === "function";
}
