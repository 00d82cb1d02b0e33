// `clew/observe` on Node, Bun and Deno: the same names, on a platform with files, and with a monitor to attach to.

import { installCarrier } from "./node/index.js";

installCarrier();

// Each of these stands before the one of the same name from above, which only says that it needs Node.
export { listMonitors, startMonitor } from "./monitor/index.js";
export * from "./observe/index.js";
