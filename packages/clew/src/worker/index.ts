export {
  createWorkerPool,
  type PoolSpawnOptions,
  type WorkerPool,
  type WorkerPoolOptions,
  type WorkerPoolStatistics,
} from "./create-worker-pool.js";
export {
  ProcessError,
  type ProcessOutput,
  type ProcessTask,
  type SpawnProcessOptions,
  spawnProcess,
} from "./process/index.js";
export { spawnWorker } from "./spawn-worker.js";
export { NotCloneableError, PoolClosedError, ThreadExitError } from "./worker-errors.js";
export type { InputOf, ResultOf, UntypedModule, WorkerContext, WorkerModule } from "./worker-module.js";
export type { ThreadLimits, WorkerOptions } from "./worker-options.js";
