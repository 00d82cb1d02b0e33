// Opening scopes.

export { currentScope, currentSignal } from "./ambient.js";
// Cancelling.
export { Cancelled, type CancelSource, type MinimalSignal, type Signal, type SignalOptions } from "./cancel/index.js";
// Handing items on.
export {
  BrokenChannelError,
  type Channel,
  ChannelClosedError,
  type ChannelStatistics,
  createChannel,
  EndOfChannelError,
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
  type MapFunction,
  type MovedOn,
  mapConcurrent,
  moveOnAfter,
  type RaceOptions,
  type ResultsOf,
  type Retrying,
  type RetryOptions,
  race,
  retry,
  shield,
} from "./combinators/index.js";
export { startScope, withScope } from "./life/index.js";
// Limits.
export {
  type AcquireOptions,
  createLimiter,
  type Limiter,
  LimiterError,
  type LimiterStatistics,
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
  type OnOptions,
  on,
  once,
  sleep,
  sleepForever,
  type TargetSource,
  until,
} from "./waits/index.js";
