// Changes between two populations of tasks, by kind of action.

export type { ChangeKind } from "./candidates.js";
export type { Change, ChangeReport, Occurrence, OnCounted, Suspect } from "./change-report.js";
export type { BetweenEnds } from "./ends.js";
export { WEIGHTS } from "./evidence.js";
export { ChangeStudy } from "./find-changes.js";
export { calibrated, SCALING, type Scaling, scoresOf, standingOf, suspectsByCount } from "./suspects.js";
