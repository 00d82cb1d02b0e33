import { type Dialect, saysSomething } from "./parts/index.js";

/** Any other object that has a level, a time or a text. */
export const json: Dialect = {
  name: "json",
  lines: "JSON lines",
  example: '{"severity":"INFO","time":"2026-01-02T03:04:05.006Z","message":"listening"}',
  recognizes: saysSomething,
};
