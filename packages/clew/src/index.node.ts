// What Node, Bun and Deno are given: the same names as elsewhere, with a context that follows awaits, and with the
// destinations that need them.

import { configureFromEnv as configureLogging, installCarrier, noticeRequests, noticeUncaught } from "./node/index.js";
import { type ClewEnv, hub } from "./record/index.js";

installCarrier();
noticeRequests();
noticeUncaught();

export * from "./index.js";
// Each of these stands before the one of the same name from above, which only says that it needs Node.
export { threadDestination, toFile } from "./node/index.js";

/** See the portable `configureFromEnv`, which says what this does. */
export function configureFromEnv(env: ClewEnv = process.env): void {
  configureLogging(env);
  // Loaded only where it is asked for.
  if (env.CLEW_MONITOR) {
    import("./monitor/index.js")
      .then(({ monitorFromEnv }) => monitorFromEnv(env))
      .catch((error: Error) => hub.warn(error.message, "CLEW_CANNOT_LISTEN"));
  }
}
