import type { Wrapper } from "./wrapper.js";

const LINE = /^\[pod\/([^/\]]+)\/([^\]]+)\] ?(.*)$/s;

/** `kubectl logs --prefix`; with --timestamps a time stands before the text. */
export const kubectl: Wrapper = {
  kind: "kubectl",
  lines: "kubectl's",
  example: '[pod/web-6d4cf56db6-x7k2p/web] {"level":30,…}',
  isCertain: true,
  ofText: (text) => {
    const found = LINE.exec(text);
    if (found === null) return undefined;
    const [, pod = "", container = "", inner = ""] = found;
    return { inner, source: { kind: "kubectl", pod, container } };
  },
};
