// What no logger is known for: objects with the usual keys, and requests as servers and frameworks log them.

import type { Dialect } from "./dialect.js";
import { saysSomething } from "./read-record.js";

/** A server's access log as JSON, such as nginx's or lograge's: what was asked for, and what came of it. */
export const access: Dialect = {
  name: "access",
  lines: "lines of an access log",
  example: '{"method":"GET","path":"/orders","status":200,"duration":12.3}',
  recognizes: ({
    method,
    path,
    uri,
    url,
    status,
    request,
    request_method,
    RequestMethod,
    level,
    msg,
    message,
    event,
  }) =>
    level === undefined &&
    msg === undefined &&
    message === undefined &&
    event === undefined &&
    ((status !== undefined && method !== undefined && (path ?? uri ?? url) !== undefined) ||
      (status !== undefined && (typeof request === "string" || request_method !== undefined)) ||
      RequestMethod !== undefined),
  durations: "ms",
};

/** Any other object that has a level, a time or a text. */
export const json: Dialect = {
  name: "json",
  lines: "JSON lines",
  example: '{"severity":"INFO","time":"2026-01-02T03:04:05.006Z","message":"listening"}',
  recognizes: saysSomething,
};

/** `key=value` pairs: https://brandur.org/logfmt. */
export const logfmt: Dialect = {
  name: "logfmt",
  lines: "logfmt's lines",
  example: 'time=2026-01-02T03:04:05Z level=info msg="listening" port=8080',
  // It is no JSON; `readLogfmt` makes the object.
  recognizes: () => false,
  words: { level: ["level", "lvl", "severity", "at"] },
};

/** A text with a time or a level, and an object behind it. */
export const prefixed: Dialect = {
  name: "line",
  lines: "lines of text and JSON",
  example: '[2026-01-02T03:04:05.006Z] INFO shop - listening {"port":8080}',
  // `readPrefixed` makes the object.
  recognizes: () => false,
};
