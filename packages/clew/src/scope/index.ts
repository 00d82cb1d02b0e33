export { all, type ResultsOf } from "./all.js";
export { currentScope, currentSignal } from "./ambient.js";
export { any } from "./any.js";
export { Cancelled, type CancelSource } from "./cancelled.js";
export { currentScheduler, replaceScheduler } from "./current-scheduler.js";
// What the rooms above build on.
export type { Outcome, ScopeHooks } from "./hooks.js";
export type { Logged } from "./logged.js";
export { type MapFunction, mapConcurrent } from "./map-concurrent.js";
export { race } from "./race.js";
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
export { startScope } from "./start-scope.js";
export { failAfter, type MovedOn, moveOnAfter } from "./timeouts.js";
export { type Timer, TimerHeap } from "./timer-heap.js";
export { checkpoint, sleep, sleepForever } from "./waits.js";
export { withScope } from "./with-scope.js";
