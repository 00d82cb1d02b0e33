// `diff`: two runs of the same work, task by task.

export type { DiffReport, Divergence, DivergenceKind, RecordPlace } from "./diff-report.js";
export type { DiffTreesOptions } from "./diff-trees.js";
export { diffTrees } from "./diff-trees.js";
export type { DiffMode } from "./same-work.js";
