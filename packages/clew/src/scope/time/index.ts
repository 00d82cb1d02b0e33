export { callAfter } from "./call-after.js";
export { currentScheduler, replaceScheduler } from "./current-scheduler.js";
export { checkMs, Deadline } from "./deadline.js";
export type { Scheduler } from "./scheduler.js";
export { type Placed, type Timer, TimerHeap } from "./timer-heap.js";
