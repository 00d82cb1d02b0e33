export { InputError } from "./input-error.js";
export type { LogInputOptions } from "./log-input.js";
export { LogInput, openLogs } from "./log-input.js";
export type { UnusedLine } from "./unused-lines.js";
export { UnusedLines } from "./unused-lines.js";
