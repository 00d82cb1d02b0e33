// `why`: where failures began.

export type { ExplainFailuresOptions } from "./explain-failures.js";
export { explainFailures } from "./explain-failures.js";
export type { FailureGroup, FailureOrigin, FailureReport } from "./failure-report.js";
export type { Origin } from "./origin.js";
export type { Since } from "./since.js";
