// What a program calls.
export type { Action, ActionContext, FieldsOf, FollowsFrom, NotFields } from "./action.js";
export { ActionPromise, type ActionPromiseConstructor } from "./action-promise.js";
export { ActionRecord } from "./action-record.js";
export { bindEmitter, type EmitterLike } from "./bind-emitter.js";
export { type ClewEnv, configureFromEnv } from "./configure-from-env.js";
// What the rooms above build on.
export type { AddedFields, BindableChannel, Carrier, Context, InTest } from "./context.js";
export { type ContinueTaskOptions, continueTask, preserveContext } from "./continue-task.js";
export { coroutine } from "./coroutine.js";
export { Crossing } from "./crossing.js";
export { currentAction, currentContext, runInContext } from "./current-context.js";
export {
  type ActionDefinition,
  type ActionFields,
  type DefinedAction,
  defineAction,
} from "./define-action.js";
export { defineMessage, type FieldArguments, type MessageDefinition } from "./define-message.js";
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
export { addDestination, addGlobalFields, close, flush, ledger, removeDestination } from "./destinations.js";
export { giveHeld, reportFailure } from "./emit.js";
export { registerErrorExtractor } from "./error-extractors.js";
export {
  AlreadyFinishedError,
  ClewError,
  LogFileError,
  NeedsNodeError,
  TaskIdError,
  TooManyCallsError,
} from "./errors.js";
export type {
  DefinedFields,
  FieldDefinition,
  FieldDefinitions,
  FieldValue,
  StandardSchema,
} from "./field-definition.js";
export { toFlat } from "./flat-text.js";
export type { GrowingFile, GrowingFileOptions } from "./growing-file.js";
export { type ErrorClass, hub, warnOnce } from "./hub.js";
export { endInTest, runInTest } from "./in-test.js";
export { logError, logMessage } from "./log.js";
export { emitLine, outside, reportAlone, reportLine } from "./lone-messages.js";
export { type LogCallOptions, logCall, type MethodDecoration } from "./log-call.js";
export {
  type ContinueFromOptions,
  continueFrom,
  type FileDestination,
  type FileMode,
  type ReadableHeaders,
  type RotateOptions,
  type SerializeToOptions,
  serializeTo,
  type ThreadDestination,
  type ThreadDestinationOptions,
  type ToFileOptions,
  threadDestination,
  toFile,
  type WritableHeaders,
  type WritableLike,
} from "./needs-node.js";
export { type RedactOptions, redact } from "./redact.js";
export type { SampleOptions, TaskSampler } from "./sample-options.js";
export {
  beginTask,
  beginUnder,
  type StartActionOptions,
  type StartTaskOptions,
  startAction,
  startTask,
} from "./start-action.js";
export { isOwnTaskUuid } from "./task-uuid.js";
export {
  type BodyResult,
  runBody,
  type WithActionOptions,
  type WithTaskOptions,
  withAction,
  withTask,
} from "./with-action.js";
export { withFields } from "./with-fields.js";
export { wrapAsyncGenerator } from "./wrap-async-generator.js";
export { wrapGenerator } from "./wrap-generator.js";
