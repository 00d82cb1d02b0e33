// `stats`: counts and durations by action type.

export type { ActionSummary, SamplingSummary, Summary, SummaryOptions } from "./summarize.js";
export { summarize } from "./summarize.js";
export type { TimeBucket } from "./time-buckets.js";
export type { TimedAction } from "./timed-actions.js";
export { timedActions } from "./timed-actions.js";
