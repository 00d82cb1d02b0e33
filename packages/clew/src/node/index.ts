export { installCarrier } from "./carrier.js";
export { configureFromEnv } from "./configure-from-env.js";
export { continueFrom } from "./continue-from.js";
export { type ExitFlush, exitHooks } from "./exit-hooks.js";
export { noticeRequests } from "./known-requests.js";
export { serializeTo } from "./serialize-to.js";
export { threadDestination } from "./thread-destination.js";
export { toFile } from "./to-file.js";
