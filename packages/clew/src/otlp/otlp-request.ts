// Requests of OTLP, and sending them: OTLP/HTTP in its JSON form, with the retries that its specification asks for.

import { isError } from "../wire/index.js";
import type { OtlpSpan } from "./otlp-span.js";

const SCOPE = { name: "clew" };

/**
 * A request that exports spans, by the services that they are of; `service` is that of spans without one.
 *
 * @example
 * ```ts
 * import { tracesRequest } from "clew/otlp";
 *
 * console.log(JSON.stringify(tracesRequest([]))); // {"resourceSpans":[]}
 * ```
 */
export function tracesRequest(spans: readonly OtlpSpan[], service?: string): object {
  const resourceSpans = byService(spans, service).map(({ resource, items }) => ({
    resource,
    scopeSpans: [{ scope: SCOPE, spans: items }],
  }));
  return { resourceSpans };
}

/**
 * A request that exports log records, as `tracesRequest` does spans.
 *
 * @example
 * ```ts
 * import { logsRequest } from "clew/otlp";
 *
 * console.log(JSON.stringify(logsRequest([]))); // {"resourceLogs":[]}
 * ```
 */
export function logsRequest(records: readonly OtlpSpan[], service?: string): object {
  const resourceLogs = byService(records, service).map(({ resource, items }) => ({
    resource,
    scopeLogs: [{ scope: SCOPE, logRecords: items }],
  }));
  return { resourceLogs };
}

function byService(all: readonly OtlpSpan[], fallback: string | undefined) {
  const services = new Map<string, object[]>();
  for (const { service, span } of all) {
    const name = service ?? fallback ?? "unknown_service";
    const items = services.get(name);
    if (items === undefined) services.set(name, [span]);
    else items.push(span);
  }
  return [...services].map(([name, items]) => ({
    resource: { attributes: [{ key: "service.name", value: { stringValue: name } }] },
    items,
  }));
}

/** How requests are sent. */
export interface SendOptions {
  readonly headers?: Readonly<Record<string, string>>;
  /** How often a request is sent at most; by default 5 times. */
  readonly attempts?: number;
  readonly timeoutMs?: number;
  /** Waits; given by tests. */
  readonly wait?: (ms: number) => Promise<void>;
}

/** What a receiver made of a request: how many of its items it refused, and why. */
export interface SendResult {
  readonly rejected: number;
  readonly reason: string | undefined;
}

/** A request that was refused, or that nobody took. */
export class SendError extends Error {
  override readonly name = "SendError";
}

/** These answers, and none at all, mean that the same request may be taken later. */
const RETRIED: ReadonlySet<number> = new Set([429, 502, 503, 504]);
const FIRST_WAIT_MS = 500;
const LONGEST_WAIT_MS = 30_000;

/**
 * Sends a request to its whole address, such as `http://127.0.0.1:4318/v1/traces`; tries again where that helps, and
 * waits for as long as the receiver says. Rejects with a `SendError` where it is refused, or nobody takes it.
 *
 * @example
 * ```ts
 * import { sendOtlp, tracesRequest } from "clew/otlp";
 *
 * const sent = sendOtlp("http://127.0.0.1:1/v1/traces", tracesRequest([]), { attempts: 1 });
 * console.log(await sent.catch((error) => error.name)); // SendError
 * ```
 */
export async function sendOtlp(url: string, request: object, options: SendOptions = {}): Promise<SendResult> {
  const { attempts = 5, timeoutMs = 10_000, wait = sleep } = options;
  const body = JSON.stringify(request);
  let why = "";
  for (let attempt = 1; ; attempt++) {
    let waitMs = Math.min(FIRST_WAIT_MS * 2 ** (attempt - 1), LONGEST_WAIT_MS);
    try {
      const headers = { "content-type": "application/json", ...options.headers };
      const response = await fetch(url, { method: "POST", headers, body, signal: AbortSignal.timeout(timeoutMs) });
      const text = await response.text();
      if (response.ok) return readAnswer(text);
      why = `it answered ${response.status}${text === "" ? "" : `: ${messageIn(text)}`}`;
      if (!RETRIED.has(response.status)) throw new SendError(`Cannot send to ${url}: ${why}`);
      waitMs = retryAfter(response.headers.get("retry-after")) ?? waitMs;
    } catch (error) {
      if (error instanceof SendError) throw error;
      const cause = isError(error) && isError(error.cause) ? error.cause : error;
      why = isError(cause) ? cause.message || cause.name : String(cause);
    }
    if (attempt >= attempts) throw new SendError(`Cannot send to ${url}, ${attempts} times: ${why}`);
    await wait(waitMs);
  }
}

function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, ms);
  });
}

function retryAfter(header: string | null): number | undefined {
  if (header === null) return undefined;
  const seconds = Number(header);
  const ms = Number.isNaN(seconds) ? Date.parse(header) - Date.now() : seconds * 1000;
  return Number.isNaN(ms) ? undefined : Math.min(Math.max(ms, 0), LONGEST_WAIT_MS);
}

function readAnswer(text: string): SendResult {
  const { partialSuccess = {} } = parsed(text) as { readonly partialSuccess?: Readonly<Record<string, unknown>> };
  const rejected = Number(partialSuccess.rejectedSpans ?? partialSuccess.rejectedLogRecords ?? 0);
  const reason = partialSuccess.errorMessage;
  return {
    rejected: Math.max(rejected, 0),
    reason: typeof reason === "string" && reason !== "" ? reason : undefined,
  };
}

function messageIn(text: string): string {
  const { message } = parsed(text) as { readonly message?: unknown };
  return typeof message === "string" ? message : text.slice(0, 200);
}

function parsed(text: string): object {
  try {
    return (JSON.parse(text) as object | null) ?? {};
  } catch {
    return {};
  }
}
