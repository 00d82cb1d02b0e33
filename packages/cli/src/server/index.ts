export { hasDisplay, openBrowser } from "./open-browser.js";
export { ViewError } from "./view-error.js";
export { startViewServer } from "./view-server.js";
export { openViewedFiles, type ViewedFiles } from "./viewed-files.js";
export { WatchedLog } from "./watched-log.js";
