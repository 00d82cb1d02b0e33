export { InputError } from "./input-error.js";
export { LogInput, openLogs } from "./log-input.js";
