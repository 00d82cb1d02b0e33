import type { Wrapper } from "./wrapper.js";

const LINE = /^\uFEFF?(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{7}Z)(?: (.*))?$/s;
const OF_JOB = /^([^\t]+)\t([^\t]+)\t\uFEFF?(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{7}Z)(?: (.*))?$/s;

/** The logs of GitHub Actions, each line with a time of seven decimals; `gh run view --log` adds job and step. */
export const githubActions: Wrapper = {
  kind: "github-actions",
  lines: "GitHub Actions'",
  example: '2026-01-02T03:04:05.0067890Z {"level":30,…}',
  isCertain: true,
  ofText: (text) => {
    const job = OF_JOB.exec(text);
    if (job !== null) {
      const [, name = "", unit = "", time = "", inner = ""] = job;
      return { inner, source: { kind: "github-actions", name, unit, time }, time };
    }
    const found = LINE.exec(text);
    if (found === null) return undefined;
    const [, time = "", inner = ""] = found;
    return { inner, source: { kind: "github-actions", time }, time };
  },
};
