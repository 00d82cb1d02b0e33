// Opening scopes.

export { currentScope, currentSignal } from "./ambient.js";
// Cancelling.
export { Cancelled, type CancelSource, type MinimalSignal, type Signal, type SignalOptions } from "./cancel/index.js";
// Handing items on.
export {
  type Barrier,
  type Broadcast,
  BrokenChannelError,
  type Channel,
  ChannelClosedError,
  type ChannelStatistics,
  createBarrier,
  createBroadcast,
  createChannel,
  createEvent,
  createLatestValue,
  EndOfChannelError,
  type LatestValue,
  type Occurrence,
  type Receiver,
  type Sender,
} from "./channels/index.js";
// Running several, or again.
export {
  type Attempt,
  all,
  any,
  type BackoffOptions,
  failAfter,
  type Life,
  type MapFunction,
  type MovedOn,
  mapConcurrent,
  moveOnAfter,
  type RaceOptions,
  type Restarting,
  type ResultsOf,
  type Retrying,
  type RetryOptions,
  race,
  retry,
  type SuperviseOptions,
  shield,
  supervise,
} from "./combinators/index.js";
export { main, startScope, withScope } from "./life/index.js";
// Limits.
export {
  type AcquireOptions,
  createLimiter,
  createRateLimiter,
  type Limiter,
  LimiterError,
  type LimiterOptions,
  type LimiterStatistics,
  type PlaceOf,
  type PlaceOptions,
  type RateLimiter,
  type RateLimiterOptions,
  type RateLimiterStatistics,
} from "./limits/index.js";
export type { ChildContext, ChildFunction, ChildState, ChildTask, Scope, ScopeBody, StartedChild } from "./scope.js";
export {
  CancelIgnoredError,
  CleanupTimeoutError,
  NotStartedError,
  ScopeClosedError,
  TimeoutError,
  WaitsForItselfError,
} from "./scope-errors.js";
export type { Logged, ScopeOptions, SpawnOptions, WithScopeOptions } from "./scope-options.js";
// Waiting.
export {
  checkpoint,
  type EmitterSource,
  type EventSource,
  type OnceOptions,
  type OnOptions,
  on,
  once,
  sleep,
  sleepForever,
  type TargetSource,
  until,
} from "./waits/index.js";
