// What a program calls.

export {
  type ActionEnd,
  type ActionHooks,
  ActionPromise,
  type ActionPromiseConstructor,
  ActionRecord,
  type ActionStart,
  beginTask,
  beginUnder,
  type ContinueTaskOptions,
  cancelFields,
  continueTask,
  type LogCallOptions,
  logCall,
  type MethodDecoration,
  preserveContext,
  runBody,
  type StartActionOptions,
  type StartTaskOptions,
  startAction,
  startTask,
  type WithActionOptions,
  type WithTaskOptions,
  withAction,
  withTask,
} from "./action/index.js";
export type { Action, ActionContext, FieldsOf, FinishOptions, FollowsFrom, NotFields } from "./action.js";
export {
  bindEmitter,
  coroutine,
  currentAction,
  currentContext,
  detached,
  type EmitterLike,
  endInTest,
  runInContext,
  runInTest,
  withFields,
  wrapAsyncGenerator,
  wrapGenerator,
} from "./current/index.js";
export {
  type ActionDefinition,
  type ActionFields,
  type DefinedAction,
  type DefinedFields,
  defineAction,
  defineMessage,
  type FieldArguments,
  type FieldDefinition,
  type FieldDefinitions,
  type FieldValue,
  type MessageDefinition,
  type StandardSchema,
} from "./definitions/index.js";
export {
  choiceOf,
  type Destination,
  type DestinationChoice,
  faultOf,
  type LedgerEntry,
  type LineDestination,
  type MessageDestination,
  type Outlet,
} from "./destination.js";
export {
  addDestination,
  addGlobalFields,
  Crossing,
  close,
  emitLine,
  flush,
  giveHeld,
  ledger,
  outside,
  removeDestination,
  reportAlone,
  reportFailure,
  reportLine,
} from "./destinations/index.js";
export {
  AlreadyFinishedError,
  ClewError,
  LogFileError,
  NeedsNodeError,
  TaskIdError,
  TooManyCallsError,
} from "./errors.js";
export { exceptionName, type RedactOptions, redact, registerErrorExtractor, toFlat } from "./fields/index.js";
export {
  type AddedFields,
  type BindableChannel,
  type Carrier,
  type Context,
  type ErrorClass,
  type GrowingFile,
  type GrowingFileOptions,
  hub,
  type InTest,
  shared,
  warnOnce,
} from "./hub/index.js";
export { logError, logMessage } from "./log.js";
export {
  type ClewEnv,
  type ContinueFromOptions,
  configureFromEnv,
  continueFrom,
  type FileDestination,
  type FileMode,
  type ReadableHeaders,
  type RotateOptions,
  type SerializeToOptions,
  serializeTo,
  startFrom,
  type ThreadDestination,
  type ThreadDestinationOptions,
  type ToFileOptions,
  threadDestination,
  toFile,
  type WritableHeaders,
  type WritableLike,
} from "./portable/index.js";
export type { SampleOptions, TaskSampler } from "./sample-options.js";
export { createTaskUuid, isOwnTaskUuid } from "./task-uuid.js";
export { adopt, adopted, type BodyResult, isPlainPromise, isThenable } from "./thenable.js";
export { logUncaught, reportUncaught } from "./uncaught.js";
