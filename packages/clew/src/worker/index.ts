export {
  createWorkerPool,
  type WorkerPool,
  type WorkerPoolOptions,
  type WorkerPoolStatistics,
} from "./create-worker-pool.js";
export { type ProcessOutput, type SpawnProcessOptions, spawnProcess } from "./spawn-process.js";
export { spawnWorker } from "./spawn-worker.js";
export { NotCloneableError, PoolClosedError, ProcessError, ThreadExitError } from "./worker-errors.js";
export type { InputOf, ResultOf, UntypedModule, WorkerContext, WorkerModule } from "./worker-module.js";
export type { ThreadLimits, WorkerOptions } from "./worker-options.js";
