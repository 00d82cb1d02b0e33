import { Worker } from "node:worker_threads";
import { emitLine, hub } from "../record/index.js";
import { callAfter, dropError } from "../scope/internal.js";
import { errorText } from "../wire/index.js";
import { reviveError } from "./carried-error.js";
import { LineFlow } from "./line-flow.js";
import type { Reply, Request, RunRequest, ThreadData } from "./protocol.js";
import { NotCloneableError, ThreadExitError } from "./worker-errors.js";
import type { ThreadLimits } from "./worker-options.js";
import CODE from "./worker-thread.js?code";

/** How long output may take to get out of a thread that is to be ended; a blocked thread has nothing more to say. */
const FLUSH_MS = 500;

interface Job {
  readonly name: string;
  resolve(value: unknown): void;
  reject(error: unknown): void;
}

/** A thread that runs one function at a time, and whose lines go where ours go. */
export class Thread {
  readonly #worker: Worker;
  readonly #flow = new LineFlow();
  readonly #gone: Promise<void>;
  #job: Job | undefined;
  #isGone = false;
  /** Whether something was thrown in it that an earlier job had left behind: nobody knows what state it is in. */
  #isTainted = false;
  #lastName = "a worker";
  #flushed: (() => void) | undefined;
  #keepsProcess = true;

  constructor(limits?: ThreadLimits) {
    const data: ThreadData = { startedBy: "clew", flow: hub.isListening ? this.#flow.shared : undefined };
    this.#worker = new Worker(CODE, {
      eval: true,
      workerData: data,
      ...(limits === undefined ? {} : { resourceLimits: limits }),
    });
    this.#worker.on("message", (reply: Reply) => this.#hear(reply));
    this.#worker.on("error", (error) => {
      this.#failed(error);
    });
    this.#gone = new Promise((resolve) => {
      this.#worker.on("exit", (code) => {
        this.#isGone = true;
        this.#end((job) => job.reject(new ThreadExitError(job.name, code)));
        resolve();
      });
    });
  }

  /** Whether it can run something more. */
  get isUsable(): boolean {
    return !this.#isGone && !this.#isTainted && this.#job === undefined;
  }

  /** Whether it keeps the process alive. */
  set keepsProcess(keeps: boolean) {
    if (keeps === this.#keepsProcess) return;
    this.#keepsProcess = keeps;
    if (keeps) this.#worker.ref();
    else this.#worker.unref();
  }

  run(request: RunRequest, transfer: readonly object[]): Promise<unknown> {
    return new Promise((resolve, reject) => {
      this.#job = { name: request.name, resolve, reject };
      this.#lastName = request.name;
      try {
        this.#worker.postMessage(request satisfies Request, transfer as never);
      } catch (error) {
        this.#end((job) => job.reject(new NotCloneableError("input", job.name, error)));
      }
    });
  }

  /** Asks what runs to stop. */
  cancel(): void {
    this.#worker.postMessage({ kind: "cancel" } satisfies Request);
  }

  /** Ends a thread that has nothing to do, once all that was written in it has got out. */
  async end(): Promise<void> {
    if (!this.#isGone) {
      await new Promise<void>((resolve) => {
        const callOff = callAfter(FLUSH_MS, resolve);
        this.#flushed = () => {
          callOff();
          resolve();
        };
        this.#worker.postMessage({ kind: "end" } satisfies Request);
      });
    }
    await this.terminate();
  }

  /** Ends the thread, whatever it does. */
  async terminate(): Promise<void> {
    await this.#worker.terminate();
    await this.#gone;
  }

  #hear(reply: Reply): void {
    if (reply.kind === "line") {
      emitLine(reply.line);
      this.#flow.received(reply.line);
    } else if (reply.kind === "late") {
      this.#isTainted = true;
      this.#late(reviveError(reply.error), reply.of);
    } else if (reply.kind === "flushed") this.#flushed?.();
    else if (reply.kind === "done") this.#end((job) => job.resolve(reply.value));
    else this.#failed(reviveError(reply.error));
  }

  #failed(error: unknown): void {
    if (this.#job === undefined) {
      this.#isTainted = true;
      this.#late(error, this.#lastName);
    } else this.#end((job) => job.reject(error));
  }

  /** Reports what was thrown in a thread by something that had ended before. */
  #late(error: unknown, name: string): void {
    const text = `The worker ${name} had returned when something that it left behind threw`;
    dropError(new Error(`${text}: ${errorText(error)}`, { cause: error }), undefined, undefined);
  }

  #end(settle: (job: Job) => void): void {
    const job = this.#job;
    this.#job = undefined;
    if (job !== undefined) settle(job);
  }
}
