// The door for the library's own rooms: what they build on and no program imports.

export { cancelRegion, type Region, rootRegion, type Waiting } from "./cancel/index.js";
export { callSite, checkFunction } from "./child/index.js";
export {
  type ChildFacts,
  currentLiving,
  factsOf,
  innerOf,
  type Living,
  outerOf,
  type ScopeFacts,
  type ScopeState,
} from "./life/index.js";
export { dropError, type Outcome, type ScopeHooks } from "./report/index.js";
export {
  callAfter,
  checkMs,
  currentScheduler,
  replaceScheduler,
  type Scheduler,
  type Timer,
  TimerHeap,
} from "./time/index.js";
export { quietSteps, whenCancelled } from "./waits/index.js";
