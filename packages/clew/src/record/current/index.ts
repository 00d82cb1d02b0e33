export { bindEmitter, type EmitterLike } from "./bind-emitter.js";
export { coroutine } from "./coroutine.js";
export { currentAction, currentContext, detached, enterStretch, runInContext } from "./current-context.js";
export { endInTest, runInTest, takenByTest, uuidOfTest } from "./test-isolation.js";
export { withFields } from "./with-fields.js";
export { wrapAsyncGenerator } from "./wrap-async-generator.js";
export { wrapGenerator } from "./wrap-generator.js";
