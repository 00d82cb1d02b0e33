export { type ExplainedLog, ThreadExplanations } from "./explanations.js";
export { allowedHosts, inAddress, isLoopback, refusalOf } from "./guard.js";
export { hasDisplay, openBrowser } from "./open-browser.js";
export { isStrongToken, Pass } from "./token.js";
export { ViewError } from "./view-error.js";
export { startViewServer } from "./view-server.js";
export { openViewedFiles, type ViewedFiles } from "./viewed-files.js";
export { WatchedLog } from "./watched-log.js";
