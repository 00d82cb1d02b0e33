export { renderEliotTree } from "./eliot-tree.js";
export type { EliotTreeOptions } from "./eliot-tree-options.js";
