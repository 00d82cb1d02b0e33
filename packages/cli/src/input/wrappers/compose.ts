import type { Wrapper } from "./wrapper.js";

const LINE = /^([A-Za-z0-9][\w.-]*) *\| ?(.*)$/s;

/** `docker compose up` and `docker compose logs`; with --timestamps a time stands before the text. */
export const compose: Wrapper = {
  kind: "compose",
  lines: "docker compose's",
  example: 'web-1  | {"level":30,…}',
  isCertain: false,
  ofText: (text) => {
    const found = LINE.exec(text);
    return found === null
      ? undefined
      : { inner: found[2] as string, source: { kind: "compose", name: found[1] as string } };
  },
};
