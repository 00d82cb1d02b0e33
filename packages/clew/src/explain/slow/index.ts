// `slow`: where the time went that somebody waited for.

export type { FindSlowOptions } from "./find-slow.js";
export { findSlow } from "./find-slow.js";
export type { SlowAction, SlowGap, SlowReport } from "./slow-report.js";
