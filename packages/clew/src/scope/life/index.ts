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
export { main } from "./main.js";
export { type RunningScope, scopeAround } from "./running-scope.js";
export { runScope, startScope, withScope } from "./with-scope.js";
