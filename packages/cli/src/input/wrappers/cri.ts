import type { Wrapper } from "./wrapper.js";

const LINE =
  /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)) (stdout|stderr) ([FP])(?::\S*)?(?: (.*))?$/s;

/** What containerd and CRI-O write below /var/log/pods. A line of several pieces ends with the one that is marked F. */
export const cri: Wrapper = {
  kind: "cri",
  lines: "the container runtime's (CRI)",
  example: '2026-01-02T03:04:05.006789012Z stdout F {"level":30,…}',
  isCertain: true,
  ofText: (text) => {
    const found = LINE.exec(text);
    if (found === null) return undefined;
    const [, time = "", stream = "", mark, inner = ""] = found;
    return {
      inner,
      source: { kind: "cri", stream, time },
      time,
      piece: mark === "P" ? "part" : "last",
    };
  },
};
