import { runInContext } from "../record/index.js";
import { type ChildTask, createLimiter, type Scope } from "../scope/index.js";
import { callSite } from "../scope/internal.js";
import { runInThread } from "./run-in-thread.js";
import { threadWork } from "./spawn-worker.js";
import { Thread } from "./thread.js";
import { PoolClosedError } from "./worker-errors.js";
import type { InputOf, ResultOf, UntypedModule, WorkerModule } from "./worker-module.js";
import { spawnOptionsOf, type ThreadLimits, type WorkerOptions } from "./worker-options.js";

/** Options of `createWorkerPool`. */
export interface WorkerPoolOptions {
  /** What each thread may use. */
  readonly limits?: ThreadLimits;
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
    options?: Omit<WorkerOptions, "limits">,
  ): ChildTask<ResultOf<M>>;
  statistics(): WorkerPoolStatistics;
  /** Takes no more work, lets what runs end, and resolves when all threads are gone. The scopes own the children. */
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
  return new ThreadPool(size, options);
}

class ThreadPool implements WorkerPool {
  readonly #limiter;
  readonly #limits: ThreadLimits | undefined;
  readonly #idle: Thread[] = [];
  #closing: Promise<void> | undefined;

  constructor(size: number, options: WorkerPoolOptions) {
    this.#limiter = createLimiter(size);
    this.#limits = options.limits;
  }

  spawn<M extends WorkerModule = UntypedModule>(
    scope: Scope,
    file: string | URL,
    input: InputOf<M>,
    options: WorkerOptions = {},
  ): ChildTask<ResultOf<M>> {
    const work = threadWork(file, input, options, callSite(this.spawn));
    if (this.#closing !== undefined) throw new PoolClosedError(work.name);
    return scope.spawn(
      async () => {
        await this.#limiter.acquire();
        const thread = this.#take();
        try {
          return await runInThread(thread, work);
        } finally {
          await this.#giveBack(thread);
        }
      },
      spawnOptionsOf(options, work.name),
    ) as ChildTask<ResultOf<M>>;
  }

  statistics(): WorkerPoolStatistics {
    const { total, borrowed, waiting } = this.#limiter.statistics();
    return { size: total, busy: borrowed, idle: this.#idle.length, waiting };
  }

  close(): Promise<void> {
    // Also from a scope that was cancelled: what is closed there must be gone all the same.
    this.#closing ??= runInContext(undefined, () => this.#close());
    return this.#closing;
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  async #close(): Promise<void> {
    // Whoever waits comes before this, so that all that was spawned has ended then.
    for (let places = this.#limiter.total; places > 0; places--) await this.#limiter.acquire();
    await Promise.all(this.#idle.splice(0).map((thread) => thread.terminate()));
  }

  #take(): Thread {
    let thread = this.#idle.pop();
    while (thread !== undefined && !thread.isUsable) thread = this.#idle.pop();
    thread ??= new Thread(this.#limits);
    thread.keepsProcess = true;
    return thread;
  }

  async #giveBack(thread: Thread): Promise<void> {
    if (thread.isUsable) {
      thread.keepsProcess = false;
      this.#idle.push(thread);
    } else await thread.terminate();
    this.#limiter.release();
  }
}
