export { createLimiter } from "./create-limiter.js";
export type { AcquireOptions, Limiter, LimiterStatistics } from "./limiter.js";
export { LimiterError } from "./limiter-error.js";
