export { type PageFiles, readPageFiles } from "./page-files.js";
export { selfContained } from "./self-contained.js";
