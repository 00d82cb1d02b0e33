import type { Dialect } from "../parts/index.js";

const HTTP = String.raw`"(\S+) (\S+)(?: [^"]*)?"`;
const NAMES = String.raw`(\S+) (\S+) (\S+)`;
/** Application Load Balancers: the kind first; what was done to the request stands behind. */
const APPLICATION = new RegExp(
  String.raw`^(https?|h2|wss?|grpcs?) (\d{4}-\d\d-\d\dT[\d:.]+Z) ${NAMES} (-?[\d.]+) (-?[\d.]+) (-?[\d.]+) (\d{3}|-) (\d{3}|-) (\d+) (\d+) ${HTTP} "([^"]*)" \S+ \S+ (\S+) "([^"]*)"`,
);
/** Classic ones. */
const CLASSIC = new RegExp(
  String.raw`^(\d{4}-\d\d-\d\dT[\d:.]+Z) ${NAMES} (-?[\d.]+) (-?[\d.]+) (-?[\d.]+) (\d{3}|-) (\d{3}|-) (\d+) (\d+) ${HTTP} "([^"]*)"`,
);

/** The access logs of AWS's load balancers. The time is that of the answer, and the duration the sum of three. */
export const loadBalancer: Dialect = {
  name: "access",
  lines: "lines of AWS's load balancers",
  example:
    'http 2026-01-02T03:04:05.186641Z app/shop/50dc6c49 10.0.0.7:2817 10.0.0.1:80 0.000 0.012 0.000 200 200 34 366 "GET http://shop:80/orders HTTP/1.1" "curl" - - …',
  ofText: (text) => {
    const found = APPLICATION.exec(text) ?? shifted(CLASSIC.exec(text));
    if (found === null) return undefined;
    const [, kind, time, name, client, target, first, second, third, status, targetStatus, received, sent] = found;
    const [method, url, agent, group, trace] = found.slice(13);
    const parts = [first, second, third].map(Number);
    const value = {
      time,
      kind,
      load_balancer: name,
      client,
      target: target === "-" ? undefined : target,
      method,
      url,
      status: status === "-" ? undefined : Number(status),
      target_status: targetStatus === "-" ? undefined : Number(targetStatus),
      bytes_received: Number(received),
      bytes_sent: Number(sent),
      user_agent: agent,
      target_group: group,
      trace_header: trace === "-" ? undefined : trace,
      // A part is -1 where it never began.
      duration_s: parts.every((part) => part >= 0) ? parts.reduce((sum, part) => sum + part) : undefined,
    };
    return { value: Object.fromEntries(Object.entries(value).filter(([, each]) => each !== undefined)) };
  },
};

/** The same places as an application's line has, which begins with its kind. */
function shifted(found: RegExpExecArray | null): readonly (string | undefined)[] | null {
  return found === null ? null : [found[0], undefined, ...found.slice(1)];
}
