import type { Wrapper } from "./wrapper.js";

/** A pod's name has its set and a part of chance; with --all-namespaces the namespace stands before it. */
const LINE = /^(?:[a-z0-9][a-z0-9-]* )?([a-z0-9][a-z0-9.]*(?:-[a-z0-9.]+)+) ([a-z0-9][a-z0-9-]*) (.*)$/s;

/** stern, as text and as its JSON. */
export const stern: Wrapper = {
  kind: "stern",
  lines: "stern's",
  example: 'web-6d4cf56db6-x7k2p web {"level":30,…}',
  isCertain: false,
  ofText: (text) => {
    const found = LINE.exec(text);
    if (found === null) return undefined;
    const [, pod = "", container = "", inner = ""] = found;
    return { inner, source: { kind: "stern", pod, container } };
  },
  ofObject: ({ message, podName, containerName, nodeName }) => {
    if (typeof message !== "string" || typeof podName !== "string" || typeof containerName !== "string")
      return undefined;
    return {
      inner: message.replace(/\n$/, ""),
      source: {
        kind: "stern",
        pod: podName,
        container: containerName,
        ...(typeof nodeName === "string" && { host: nodeName }),
      },
    };
  },
};
