// `diff`: two runs of the same work, task by task.

export type { DiffReport, Divergence, DivergenceKind, RecordPlace } from "./diff-report.js";
export { diffTrees } from "./diff-trees.js";
