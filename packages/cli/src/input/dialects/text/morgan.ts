import type { Dialect } from "../parts/index.js";

const DEV = /^(GET|HEAD|POST|PUT|PATCH|DELETE|OPTIONS) (\/\S*) (\d{3}) (\d+(?:\.\d+)?) ms - (?:-|\d+)$/;
const TINY = /^(GET|HEAD|POST|PUT|PATCH|DELETE|OPTIONS) (\/\S*) (\d{3}) (?:-|\d+) - (\d+(?:\.\d+)?) ms$/;

/** Express's morgan in its `dev` and `tiny` forms. They have no time. */
export const morgan: Dialect = {
  name: "access",
  lines: "morgan's lines",
  example: "GET /orders 200 12.345 ms - 512",
  ofText: (text) => {
    const found = DEV.exec(text) ?? TINY.exec(text);
    if (found === null) return undefined;
    const [, method, url, status, duration] = found;
    return { value: { method, url, status: Number(status), duration_ms: Number(duration) } };
  },
};
