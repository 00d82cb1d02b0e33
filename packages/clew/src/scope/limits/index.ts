export { createLimiter } from "./create-limiter.js";
export type {
  AcquireOptions,
  Limiter,
  LimiterOptions,
  LimiterStatistics,
  PlaceOf,
  PlaceOptions,
} from "./limiter.js";
export { LimiterError } from "./limiter-error.js";
export {
  createRateLimiter,
  type RateLimiter,
  type RateLimiterOptions,
  type RateLimiterStatistics,
} from "./rate-limiter.js";
