// A pool: threads that are made when they are needed, used again and again, and ended when nobody needs them any more.

import { runInContext } from "../record/index.js";
import { type ChildTask, createLimiter, type Scope, until, withScope } from "../scope/index.js";
import { callSite, checkMs } from "../scope/internal.js";
import { runInThread } from "./run-in-thread.js";
import { threadWork } from "./spawn-worker.js";
import { Thread } from "./thread.js";
import { PoolClosedError } from "./worker-errors.js";
import type { InputOf, ResultOf, UntypedModule, WorkerModule } from "./worker-module.js";
import type { ThreadLimits, WorkerOptions } from "./worker-options.js";

/** Options of `createWorkerPool`. */
export interface WorkerPoolOptions {
  /** What each thread may use. */
  readonly limits?: ThreadLimits;
  /** How long a thread may wait for work before it is ended; `Infinity`, where nothing is said. */
  readonly idleTimeoutMs?: number;
}

/** Options of a pool's `spawn`. */
export interface PoolSpawnOptions extends Omit<WorkerOptions, "limits"> {
  /**
   * How long the job may take, counted from when it has a thread and not from when it began to wait for one; then it is a
   * `TimeoutError`. No limit where nothing is said.
   */
  readonly jobTimeoutMs?: number;
}

/** How a pool stands at a moment. */
export interface WorkerPoolStatistics {
  readonly size: number;
  /** Threads that run something. */
  readonly busy: number;
  /** Threads that wait for work. */
  readonly idle: number;
  /** Children that wait for a thread. */
  readonly waiting: number;
}

/** Threads that are used again and again; see `createWorkerPool`. */
export interface WorkerPool extends AsyncDisposable {
  /** As `spawnWorker`, in a thread of the pool; waits for one in the order of the calls. */
  spawn<M extends WorkerModule = UntypedModule>(
    scope: Scope,
    file: string | URL,
    input: InputOf<M>,
    options?: PoolSpawnOptions,
  ): ChildTask<ResultOf<M>>;
  statistics(): WorkerPoolStatistics;
  /**
   * Takes no more work, lets what runs end, and resolves when all threads are gone. The scopes own the children. The wait
   * ends with the scope or child that waits; the pool goes on closing.
   */
  close(): Promise<void>;
}

/**
 * Makes a pool of up to `size` threads, which are made when they are needed and used again: a job then costs a message
 * and not a thread. Whoever waits for a thread gets one in the order of the calls; a cancel takes it out of the queue.
 * A thread that was terminated, or that crashed, is replaced. Idle threads do not keep the process alive.
 *
 * @example
 * ```ts
 * import { withScope } from "clew/scope";
 * import { createWorkerPool } from "clew/worker";
 *
 * const pool = createWorkerPool(2);
 * const square = "data:text/javascript,export default (n) => n * n";
 * const squares = await withScope((scope) =>
 *   Promise.all([1, 2, 3].map((n) => pool.spawn(scope, square, n))),
 * );
 * console.log(squares);
 * await pool.close();
 * ```
 *
 * ```text output
 * [ 1, 4, 9 ]
 * ```
 */
export function createWorkerPool(size: number, options: WorkerPoolOptions = {}): WorkerPool {
  if (!(size >= 1) || !Number.isInteger(size)) {
    throw new RangeError(`Cannot make a pool of ${size} threads: give a whole number from 1 up`);
  }
  checkMs(options.idleTimeoutMs ?? Number.POSITIVE_INFINITY, "keep an idle thread for");
  return new ThreadPool(size, options);
}

class ThreadPool implements WorkerPool {
  readonly #limiter;
  readonly #limits: ThreadLimits | undefined;
  readonly #idleTimeoutMs: number;
  readonly #idle: IdleThread[] = [];
  #closing: Promise<void> | undefined;

  constructor(size: number, options: WorkerPoolOptions) {
    this.#limiter = createLimiter(size);
    this.#limits = options.limits;
    this.#idleTimeoutMs = options.idleTimeoutMs ?? Number.POSITIVE_INFINITY;
  }

  spawn<M extends WorkerModule = UntypedModule>(
    scope: Scope,
    file: string | URL,
    input: InputOf<M>,
    options: PoolSpawnOptions = {},
  ): ChildTask<ResultOf<M>> {
    const { work, spawnOptions } = threadWork(file, input, options, callSite(this.spawn));
    if (this.#closing !== undefined) throw new PoolClosedError(work.name);
    const { jobTimeoutMs } = options;
    if (jobTimeoutMs !== undefined) checkMs(jobTimeoutMs, "give a job");
    return scope.spawn(async () => {
      await this.#limiter.acquire();
      const thread = this.#take();
      try {
        if (jobTimeoutMs === undefined) return await runInThread(thread, work);
        const { cancelTimeoutMs } = spawnOptions;
        return await withScope({ name: work.name, timeoutMs: jobTimeoutMs, cancelTimeoutMs }, () =>
          runInThread(thread, work),
        );
      } finally {
        await this.#giveBack(thread);
      }
    }, spawnOptions) as ChildTask<ResultOf<M>>;
  }

  statistics(): WorkerPoolStatistics {
    const { total, borrowed, waiting } = this.#limiter.statistics();
    return { size: total, busy: borrowed, idle: this.#idle.length, waiting };
  }

  close(): Promise<void> {
    return until(this.#startClosing());
  }

  /** Also where whoever disposes was cancelled: the threads are gone when this has resolved. */
  [Symbol.asyncDispose](): Promise<void> {
    return this.#startClosing();
  }

  #startClosing(): Promise<void> {
    this.#closing ??= runInContext(undefined, () => this.#close());
    return this.#closing;
  }

  async #close(): Promise<void> {
    // Whoever waits comes before this, so that all that was spawned has ended then.
    for (let places = this.#limiter.total; places > 0; places--) await this.#limiter.acquire();
    await Promise.all(this.#idle.splice(0).map((idle) => idle.end()));
  }

  #take(): Thread {
    for (let idle = this.#idle.pop(); idle !== undefined; idle = this.#idle.pop()) {
      const thread = idle.take();
      if (thread.isUsable) {
        thread.keepsProcess = true;
        return thread;
      }
      void thread.terminate();
    }
    return new Thread(this.#limits);
  }

  async #giveBack(thread: Thread): Promise<void> {
    if (thread.isUsable) {
      // Where somebody waits, it has work again at once.
      if (this.#limiter.statistics().waiting === 0) thread.keepsProcess = false;
      const idle = new IdleThread(thread, this.#idleTimeoutMs, () => {
        this.#idle.splice(this.#idle.indexOf(idle), 1);
      });
      this.#idle.push(idle);
    } else await thread.terminate();
    this.#limiter.release();
  }
}

/** `setTimeout` takes no more: 24 days. */
const LONGEST_MS = 2 ** 31 - 1;

/** A thread that waits for work, for a time. */
class IdleThread {
  readonly #thread: Thread;
  #timer: NodeJS.Timeout | undefined;

  constructor(thread: Thread, timeoutMs: number, ended: () => void) {
    this.#thread = thread;
    if (timeoutMs === Number.POSITIVE_INFINITY) return;
    const end = (): void => {
      ended();
      void thread.end();
    };
    // A plain timer, since those of scopes hold the process, and an idle thread must not.
    this.#timer = runInContext(undefined, setTimeout, end, Math.min(timeoutMs, LONGEST_MS)).unref();
  }

  take(): Thread {
    clearTimeout(this.#timer);
    return this.#thread;
  }

  end(): Promise<void> {
    return this.take().end();
  }
}
