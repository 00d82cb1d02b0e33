export type { ActionDeclaration, DeclaredFields } from "./action-declaration.js";
export { type ActionEnd, type ActionHooks, type ActionStart, tellLogged } from "./action-hooks.js";
export { ActionPromise, type ActionPromiseConstructor } from "./action-promise.js";
export { ActionRecord, cancelFields } from "./action-record.js";
export { type ContinueTaskOptions, continueTask, preserveContext } from "./continue-task.js";
export { type LogCallOptions, logCall, type MethodDecoration } from "./log-call.js";
export {
  beginTask,
  beginUnder,
  followsFromFields,
  type StartActionOptions,
  type StartTaskOptions,
  startAction,
  startTask,
} from "./start-action.js";
export {
  runBody,
  type WithActionOptions,
  type WithTaskOptions,
  withAction,
  withTask,
} from "./with-action.js";
