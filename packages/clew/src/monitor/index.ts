export { listMonitors } from "./monitor-address.js";
export { monitorFromEnv } from "./monitor-from-env.js";
export { startMonitor } from "./start-monitor.js";
