/** The fields of an action that is made of a span: its attributes, without what is too much and what is nobody's business. */

import { pathOf, plainUrl } from "../../http/index.js";
import { isReserved, isReservedInFailure } from "../../wire/index.js";
import type { OtelSdkSpan } from "./open-telemetry.js";

/** Which attributes become fields. */
export type OtelAttributes = "few" | "all";

type Attributes = Readonly<Record<string, unknown>>;

/** Of sockets and browsers, which say the same of each span; and headers, queries and parameters, which hold secrets. */
const LEFT_OUT =
  /^(net\.|network\.|user_agent\.|http\.user_agent|http\.(request|response)\.header\.|url\.query$|db\.(query|operation)\.parameter|process\.|thread\.|code\.)/;
const URLS = new Set(["url.full", "http.url"]);
const TARGETS = new Set(["http.target", "url.path"]);

/** The attributes as fields. */
export function fieldsOf(attributes: Attributes | undefined, which: OtelAttributes, inFailure = false): object {
  const isTaken = inFailure ? isReservedInFailure : isReserved;
  const fields: [string, unknown][] = [];
  for (const [key, value] of Object.entries(attributes ?? {})) {
    if (which === "few" && LEFT_OUT.test(key)) continue;
    const name = isTaken(key) ? `field_${key}` : key;
    if (which === "few" && typeof value === "string" && URLS.has(key)) fields.push([name, plainUrl(value)]);
    else if (which === "few" && typeof value === "string" && TARGETS.has(key)) fields.push([name, pathOf(value)]);
    else fields.push([name, value]);
  }
  // Not by assignment, which would set the prototype of a field that is called so.
  return Object.fromEntries(fields);
}

/** The fields that an event of a span has as a message; an exception is an error that was noted. */
export function eventFields(attributes: Attributes | undefined, which: OtelAttributes, isError: boolean): object {
  if (!isError) return fieldsOf(attributes, which);
  const {
    "exception.type": exception = "Error",
    "exception.message": reason = "",
    "exception.stacktrace": traceback,
    ...rest
  } = attributes ?? {};
  return { exception, reason, ...(traceback !== undefined && { traceback }), ...fieldsOf(rest, which, true) };
}

/** How a span failed, as an error: by its last exception, else by what its status says. */
export function failureOf({ attributes, events, status }: OtelSdkSpan): {
  readonly error: Error;
  readonly isTold: boolean;
} {
  const told = events.findLast(({ name }) => name === "exception")?.attributes;
  const code = attributes["http.response.status_code"] ?? attributes["http.status_code"];
  const fallback = code === undefined ? "the span has the status ERROR" : `answered ${String(code)}`;
  const type = attributes["error.type"];
  const name = String(told?.["exception.type"] ?? (typeof type === "string" && !/^\d+$/.test(type) ? type : "Error"));
  const message = String(told?.["exception.message"] ?? (status.message || fallback));
  const error = Object.create(Error.prototype, {
    name: { value: name },
    message: { value: message },
    stack: { value: String(told?.["exception.stacktrace"] ?? `${name}: ${message}`) },
  }) as Error;
  return { error, isTold: told !== undefined };
}
