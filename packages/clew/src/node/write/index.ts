export { countLines } from "./backlog.js";
export { type FileOptions, toFileOptions } from "./file-options.js";
export { FileWriter } from "./file-writer.js";
export { LogPath } from "./log-path.js";
export type { LogWriter } from "./log-writer.js";
export { type OpenLog, openLog } from "./open-log.js";
export { retryAfterMs, type WriteState } from "./write-state.js";
