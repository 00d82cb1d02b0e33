export { followLogs } from "./follow.js";
export { InputError } from "./input-error.js";
export type { RawLine } from "./log-input.js";
export { LogInput, openLogs } from "./log-input.js";
export { Wakes, wakeOnChanges } from "./wakes.js";
