import type { Dialect, TextRead } from "../parts/index.js";

/** The Common Log Format, and the Combined one, which adds two texts; what comes behind them is the server's own. */
const COMMON =
  /^(?:\S+:\d+ )?(\S+) (\S+) (\S+) \[(\d\d\/\w{3}\/\d{4}:\d\d:\d\d:\d\d [+-]\d{4})\] "([^"]*)" (\d{3}) (\d+|-)(?: "([^"]*)" "([^"]*)")?(?: (.*))?$/;
/** Envoy's default: the answer's flags, bytes in and out, the whole duration and that of the service behind it. */
const ENVOY =
  /^\[(\d{4}-\d\d-\d\dT[^\]]+)\] "([^"]*)" (\d{3}) (\S+) (?:\S+ \S+ (?:"[^"]*" )?)?(\d+) (\d+) (\d+) (\d+|-) "([^"]*)" "([^"]*)" "([^"]*)" "([^"]*)" "([^"]*)"/;

/** Access logs as text: nginx, Apache and those that write as they do; Envoy. */
export const accessText: Dialect = {
  name: "access",
  lines: "lines of an access log",
  example: '10.0.0.7 - kim [02/Jan/2026:03:04:05 +0000] "GET /orders HTTP/1.1" 200 512 "-" "curl/8.5.0"',
  ofText: (text) => common(text) ?? envoy(text),
  durations: "ms",
};

function common(text: string): TextRead | undefined {
  const found = COMMON.exec(text);
  if (found === null) return undefined;
  const [, remote_addr, , remote_user, time_local, request, status, bytes, referer, agent, more] = found;
  return {
    value: told({
      remote_addr,
      remote_user,
      time_local,
      request,
      status: Number(status),
      body_bytes_sent: bytes === "-" ? undefined : Number(bytes),
      http_referer: referer,
      http_user_agent: agent,
      more,
    }),
  };
}

function envoy(text: string): TextRead | undefined {
  const found = text.startsWith("[") ? ENVOY.exec(text) : null;
  if (found === null) return undefined;
  const [, time, request, status, flags, received, sent, duration, , forwarded, agent, id, authority, upstream] = found;
  return {
    value: told({
      time,
      request,
      status: Number(status),
      response_flags: flags,
      bytes_received: Number(received),
      bytes_sent: Number(sent),
      duration: Number(duration),
      x_forwarded_for: forwarded,
      user_agent: agent,
      "x-request-id": id,
      authority,
      upstream_host: upstream,
    }),
  };
}

/** What is known: servers write a line for what is not. */
function told(fields: Readonly<Record<string, string | number | undefined>>): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined && value !== "-"));
}
