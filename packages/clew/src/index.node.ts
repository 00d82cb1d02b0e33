// What Node, Bun and Deno are given: the same names as elsewhere, with a context that follows awaits, and with the
// destinations and headers that need them.

import { installCarrier, noticeRequests } from "./node/index.js";

installCarrier();
noticeRequests();

export * from "./index.js";
// Each of these stands before the one of the same name from above, which only says that it needs Node.
export { configureFromEnv, continueFrom, serializeTo, threadDestination, toFile } from "./node/index.js";
