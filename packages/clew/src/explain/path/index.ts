// `path`: what made it take this way.

export type { FindPathOptions } from "./find-path.js";
export { findPath } from "./find-path.js";
export type { PathReport } from "./path-report.js";
