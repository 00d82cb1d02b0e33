import type { Wrapper } from "./wrapper.js";

const LINE = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)) (app|heroku)\[([\w.-]+)\]: (.*)$/s;

/** `heroku logs`: the program's own lines, and the platform's. */
export const heroku: Wrapper = {
  kind: "heroku",
  lines: "Heroku's",
  example: '2026-01-02T03:04:05.006789+00:00 app[web.1]: {"level":30,…}',
  isCertain: true,
  ofText: (text) => {
    const found = LINE.exec(text);
    if (found === null) return undefined;
    const [, time = "", app = "", name = "", inner = ""] = found;
    return { inner, source: { kind: "heroku", name, app, time }, time };
  },
};
