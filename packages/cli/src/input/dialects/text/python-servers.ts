import { type Dialect, levelOf } from "../parts/index.js";

/** Django's `runserver`, and Werkzeug's, which is Flask's. */
const STAMPED = /^(?:(\S+) - - )?\[(\d\d)\/(\w{3})\/(\d{4}) (\d\d:\d\d:\d\d)\] "(\S+) (\S+)[^"]*" (\d{3}) (?:-|\d+)$/;
const UVICORN_SAYS = /^(DEBUG|INFO|WARNING|ERROR|CRITICAL): {2,6}(\S.*)$/s;
const UVICORN = /^(INFO|WARNING|ERROR): +(\S+:\d+) - "(\S+) (\S+) HTTP\/[\d.]+" (\d{3})(?: [A-Za-z' -]+)?$/;

/** The servers of Python's frameworks: Django, Werkzeug (Flask), uvicorn, whose lines have no time. */
export const pythonServers: Dialect = {
  name: "access",
  lines: "lines of Python's servers",
  example: '[02/Jan/2026 03:04:05] "GET /orders HTTP/1.1" 200 512',
  ofText: (text) => {
    const stamped = STAMPED.exec(text);
    if (stamped !== null) {
      const [, client, day, month, year, clock, method, url, status] = stamped;
      const time = Date.parse(`${day} ${month} ${year} ${clock} UTC`) / 1000;
      return {
        value: { method, url, status: Number(status), ...(client !== undefined && { client }) },
        parts: { time: Number.isNaN(time) ? undefined : time },
      };
    }
    const uvicorn = UVICORN.exec(text);
    if (uvicorn === null) {
      const [, level, said] = UVICORN_SAYS.exec(text) ?? [];
      return level === undefined ? undefined : { value: {}, parts: { level: levelOf(level), text: said } };
    }
    const [, level, client, method, url, status] = uvicorn;
    return { value: { client, method, url, status: Number(status) }, parts: { level: levelOf(level) } };
  },
};
