import { type Dialect, levelOf, momentOf } from "../parts/index.js";

const LINE = /^(\d{4})\/(\d\d)\/(\d\d) (\d\d:\d\d:\d\d) \[(\w+)\] (\d+)#(\d+): (?:\*(\d+) )?(.*)$/s;
/** What the server knew of the request stands behind the text. */
const KNOWN = /, (client|server|request|subrequest|upstream|host|referrer): ("[^"]*"|[^,]*)/g;

/** nginx's error log. */
export const nginxError: Dialect = {
  name: "nginx",
  lines: "lines of nginx's error log",
  example:
    '2026/01/02 03:04:05 [error] 7#7: *1 connect() failed (111: Connection refused), client: 10.0.0.7, request: "GET / HTTP/1.1"',
  ofText: (text) => {
    const found = LINE.exec(text);
    if (found === null) return undefined;
    const [, year, month, day, clock, level, pid, , connection, said = ""] = found;
    const value: Record<string, unknown> = { pid: Number(pid) };
    if (connection !== undefined) value.connection = Number(connection);
    for (const [, key = "", written = ""] of said.matchAll(KNOWN)) {
      const known = written.replace(/^"|"$/g, "");
      if (known !== "") value[key] = known;
    }
    return {
      value,
      parts: {
        time: momentOf(`${year}-${month}-${day}T${clock}Z`),
        level: levelOf(level),
        text: said.replace(/, client: .*$/s, ""),
      },
    };
  },
};
