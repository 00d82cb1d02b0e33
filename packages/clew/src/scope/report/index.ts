export {
  beginAction,
  cancelledByCall,
  isLogged,
  logAbandoned,
  logDeadline,
  logNotAwaited,
  placeOfNext,
} from "./actions.js";
export { dropError } from "./dropped-errors.js";
export { type Outcome, type ScopeHooks, tell } from "./hooks.js";
