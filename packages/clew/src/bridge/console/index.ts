export { type FromConsoleOptions, fromConsole } from "./from-console.js";
export { type ConsoleLike, toConsoleMethods } from "./to-console-methods.js";
