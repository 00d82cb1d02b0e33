export { type Growth, renderContinuation, renderGrowth } from "./growth.js";
export { type OpenPath, renderOpenPath } from "./open-path.js";
