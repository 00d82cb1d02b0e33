export { installCarrier } from "./carrier.js";
export { configureFromEnv } from "./configure-from-env.js";
export { type ExitFlush, exitHooks } from "./exit-hooks.js";
export { toFile } from "./file/index.js";
export { keepChannel, listenToChannel } from "./kept-channels.js";
export { noticeRequests } from "./known-requests.js";
export { threadDestination } from "./thread-destination/index.js";
export { noticeUncaught } from "./uncaught.js";
