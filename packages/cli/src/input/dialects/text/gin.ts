import { type Dialect, momentOf } from "../parts/index.js";

const LINE =
  /^\[GIN\] (\d{4})\/(\d\d)\/(\d\d) - (\d\d:\d\d:\d\d) \| *(\d{3}) \| *([\d.]+[nµmu]?s|[\dhm.]+s) \| *(\S+) \| *([A-Z]+) +"([^"]*)"/;

/** Gin's access log, https://gin-gonic.com. */
export const gin: Dialect = {
  name: "access",
  lines: "Gin's lines",
  example: '[GIN] 2026/01/02 - 03:04:05 | 200 |     125.3µs |        10.0.0.7 | GET      "/orders"',
  ofText: (text) => {
    const found = text.startsWith("[GIN]") ? LINE.exec(text) : null;
    if (found === null) return undefined;
    const [, year, month, day, clock, status, duration, client, method, url] = found;
    return {
      value: { method, url, status: Number(status), duration, client },
      parts: { time: momentOf(`${year}-${month}-${day}T${clock}Z`) },
    };
  },
};
