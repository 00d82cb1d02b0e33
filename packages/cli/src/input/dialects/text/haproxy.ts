import type { Dialect } from "../parts/index.js";

const LINE =
  /^(\S+):(\d+) \[(\d\d\/\w{3}\/\d{4}:\d\d:\d\d:\d\d)(\.\d+)?\] (\S+) ([^\s/]+)\/(\S+) (-?\d+(?:\/-?\d+){3}\/\+?\d+) (\d{3}|-1) \+?(\d+) \S+ \S+ (\S{4}) \S+ \S+ (?:\{[^}]*\} ){0,2}"(\S+) (\S+)[^"]*"$/;

/** HAProxy's log of HTTP: the last of five durations is that of all. The time is that at which the request came. */
export const haproxy: Dialect = {
  name: "access",
  lines: "HAProxy's lines",
  example:
    '10.0.1.2:33317 [02/Jan/2026:03:04:05.655] http-in shop/web1 10/0/30/69/109 200 2750 - - ---- 1/1/1/1/0 0/0 "GET /orders HTTP/1.1"',
  ofText: (text) => {
    const found = LINE.exec(text);
    if (found === null) return undefined;
    const [, client, , clock, fraction = "", frontend, backend, server, timers = "", status] = found;
    const [bytes, state, method, url] = found.slice(10);
    const all = Number((timers.split("/").at(-1) as string).replace("+", ""));
    const began =
      Date.parse(`${clock?.replace(":", " ").replaceAll("/", " ")} UTC`) / 1000 + Number(`0${fraction || ".0"}`);
    return {
      value: {
        client,
        frontend,
        backend,
        server,
        timers,
        method,
        url,
        ...(status !== "-1" && { status: Number(status) }),
        bytes_sent: Number(bytes),
        termination_state: state,
        duration_ms: all,
      },
      parts: { time: Math.round((began + all / 1000) * 1e6) / 1e6 },
    };
  },
};
