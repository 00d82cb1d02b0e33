export { type FromConsoleOptions, fromConsole } from "./from-console.js";
export { type ConsoleLike, toConsole } from "./to-console.js";
