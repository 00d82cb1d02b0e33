/** The `Retry-After` header of an answer that an error carries, as `fetch` wrappers and HTTP clients have it. */

import { currentScheduler } from "../time/index.js";

/** How long an error's answer asks to wait, in milliseconds; `undefined` where it does not say. */
export function retryAfterMs(error: unknown): number | undefined {
  try {
    const { headers, response } = (error ?? {}) as { headers?: unknown; response?: { headers?: unknown } };
    const value = headerOf(headers) ?? headerOf(response?.headers);
    return value === undefined ? undefined : waitOf(value);
  } catch {
    // A hostile object asks for nothing.
    return undefined;
  }
}

function headerOf(headers: unknown): string | undefined {
  if (typeof headers !== "object" || headers === null) return undefined;
  const { get } = headers as { get?: unknown };
  const found: unknown =
    typeof get === "function"
      ? get.call(headers, "retry-after")
      : Object.entries(headers).find(([name]) => name.toLowerCase() === "retry-after")?.[1];
  return typeof found === "string" || typeof found === "number" ? String(found).trim() : undefined;
}

/** Seconds, or a date. */
function waitOf(value: string): number | undefined {
  if (/^\d+(\.\d+)?$/.test(value)) return Number(value) * 1_000;
  const at = Date.parse(value);
  return Number.isNaN(at) ? undefined : Math.max(at - currentScheduler().wallNow(), 0);
}
