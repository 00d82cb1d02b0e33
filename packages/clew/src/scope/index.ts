export { all, type ResultsOf } from "./all.js";
export { currentScope, currentSignal } from "./ambient.js";
export { any } from "./any.js";
export { Cancelled, type CancelSource } from "./cancelled.js";
export type { Channel, ChannelStatistics, Receiver, Sender } from "./channel.js";
export { BrokenChannelError, ChannelClosedError, EndOfChannelError } from "./channel-errors.js";
export { createChannel } from "./create-channel.js";
export { createLimiter } from "./create-limiter.js";
export { currentScheduler, replaceScheduler } from "./current-scheduler.js";
export type { EmitterSource, EventSource, TargetSource } from "./event-source.js";
// What the rooms above build on.
export type { Outcome, ScopeHooks } from "./hooks.js";
export type { AcquireOptions, Limiter, LimiterStatistics } from "./limiter.js";
export { LimiterError } from "./limiter-error.js";
export {
  type ChildFacts,
  currentLiving,
  factsOf,
  innerOf,
  type Living,
  outerOf,
  type ScopeFacts,
  type ScopeState,
} from "./living.js";
export type { Logged } from "./logged.js";
export { type MapFunction, mapConcurrent } from "./map-concurrent.js";
export { type OnOptions, on } from "./on.js";
export { once } from "./once.js";
export { race } from "./race.js";
export { type Attempt, type RetryOptions, retry } from "./retry.js";
export type { Scheduler } from "./scheduler.js";
export type { ChildContext, ChildFunction, ChildState, ChildTask, Scope, ScopeBody, StartedChild } from "./scope.js";
export {
  CancelIgnoredError,
  CleanupTimeoutError,
  NotStartedError,
  ScopeClosedError,
  TimeoutError,
} from "./scope-errors.js";
export type { ScopeOptions, WithScopeOptions } from "./scope-options.js";
export { shield } from "./shield.js";
export type { MinimalSignal, Signal, SignalOptions } from "./signal.js";
export type { SpawnOptions } from "./spawn-options.js";
export { callSite } from "./spawn-site.js";
export { startScope } from "./start-scope.js";
export { failAfter, type MovedOn, moveOnAfter } from "./timeouts.js";
export { type Timer, TimerHeap } from "./timer-heap.js";
export { whenCancelled } from "./wait.js";
export type { Waiting } from "./waiting.js";
export { checkpoint, sleep, sleepForever } from "./waits.js";
export { withScope } from "./with-scope.js";
