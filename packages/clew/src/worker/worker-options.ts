import type { SpawnOptions } from "../scope/index.js";

/** What a thread may use; as Node's `resourceLimits`, in megabytes. */
export interface ThreadLimits {
  readonly maxOldGenerationSizeMb?: number;
  readonly maxYoungGenerationSizeMb?: number;
  readonly codeRangeSizeMb?: number;
  readonly stackSizeMb?: number;
}

/** Options of `spawnWorker` and of a pool's `spawn`. */
export interface WorkerOptions extends Omit<SpawnOptions, "abandonOnCancel"> {
  /** What of the input is to be moved to the thread and not copied: buffers, ports, streams. */
  readonly transfer?: readonly object[];
  /**
   * How long the function may go on after its signal has fired, in milliseconds; then its thread is terminated,
   * without its `finally` blocks. `Infinity`: never. Default: 500.
   */
  readonly terminateAfterMs?: number;
  /** What the thread may use; a thread that needs more ends with an error. Not for threads of a pool. */
  readonly limits?: ThreadLimits;
}

const TERMINATE_AFTER_MS = 500;
/** Terminating takes some 20 ms, and on a busy machine more. */
const TERMINATION_MS = 2_000;

/** Options of the child that waits for a thread. */
export interface ThreadSpawnOptions extends SpawnOptions {
  readonly cancelTimeoutMs: number;
  readonly terminateAfterMs: number;
}

/** Checks the options, and gives those for `spawn`: the child must outlive the termination of its thread. */
export function spawnOptionsOf(options: WorkerOptions, name: string): ThreadSpawnOptions {
  const { transfer: _, limits: __, terminateAfterMs = TERMINATE_AFTER_MS, ...spawn } = options;
  if (!(terminateAfterMs >= 0)) {
    throw new RangeError(
      `Cannot terminate a thread after ${terminateAfterMs} ms: give a number from 0 up, or Infinity for never`,
    );
  }
  const cancelTimeoutMs = Math.max(options.cancelTimeoutMs ?? 0, terminateAfterMs + TERMINATION_MS);
  return { name, ...spawn, cancelTimeoutMs, terminateAfterMs };
}
