import { hostname, networkInterfaces } from "node:os";
import { type Context, currentContext, type SerializeToOptions, type WritableHeaders } from "../../record/index.js";
import { spanIdOf, tagOf } from "../../wire/index.js";
import { isLoopback } from "./loopback.js";
import { neighbourSpans, traceOf } from "./trace.js";

/** The header that carries a place in the tree. */
export const TASK_ID_HEADER = "x-eliot-task-id";
/** The header of W3C Trace Context. */
export const TRACEPARENT_HEADER = "traceparent";

/** See the portable `serializeTo`, which says what this does. */
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
  if (isWanted(options)) set(headers, TASK_ID_HEADER, action.serializeTaskId());
  return headers;
}

function isWanted({ to, trust }: SerializeToOptions): boolean {
  const host = hostOf(to);
  if (typeof trust === "boolean") return trust;
  if (trust !== undefined) return trust(host) === true;
  return to === undefined || (host !== undefined && (isLoopback(host) || isThisHost(host)));
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

function isThisHost(host: string): boolean {
  if (host === hostname().toLowerCase()) return true;
  if (!/^[0-9.]+$|:/.test(host)) return false;
  return Object.values(networkInterfaces()).some((addresses) => addresses?.some(({ address }) => address === host));
}

/** Sets a header, of a request too: one of the web has its headers within, one of Node sets them itself. */
function set(given: WritableHeaders, name: string, value: string): void {
  const { setHeader, headers: within } = given as { readonly setHeader?: unknown; readonly headers?: unknown };
  if (typeof setHeader === "function") {
    setHeader.call(given, name, value);
    return;
  }
  const isRequest = tagOf(given) === "Request" && typeof within === "object" && within !== null;
  const headers = (isRequest ? within : given) as Record<string, unknown>;
  if (typeof headers.set === "function") headers.set(name, value);
  else headers[name] = value;
}
