export type { ConsoleStream } from "./console-stream.js";
export type { Footer } from "./live-screen.js";
export { everyTick, LiveScreen } from "./live-screen.js";
export type { LiveTreeOptions } from "./live-tree.js";
export { LiveTree } from "./live-tree.js";
export type { ConsoleDestination, ToConsoleOptions } from "./to-console.js";
export { toConsole } from "./to-console.js";
