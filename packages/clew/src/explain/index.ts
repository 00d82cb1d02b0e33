export type { ActionPlace } from "./action-place.js";
export type { ExplainFailuresOptions } from "./explain-failures.js";
export { explainFailures } from "./explain-failures.js";
export type { FailureGroup, FailureOrigin, FailureReport } from "./failure-report.js";
export type { SetApart, SetApartTogether, SetApartValue } from "./set-apart.js";
export type { FindSlowOptions } from "./find-slow.js";
export { findSlow } from "./find-slow.js";
export type { ItemPlace, SlowAction, SlowGap, SlowReport } from "./slow-report.js";
