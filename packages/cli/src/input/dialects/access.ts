import type { Dialect } from "./parts/index.js";

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
    response_code,
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
    (((status ?? response_code) !== undefined && method !== undefined && (path ?? uri ?? url) !== undefined) ||
      (status !== undefined && (typeof request === "string" || request_method !== undefined)) ||
      RequestMethod !== undefined),
  durations: "ms",
};
