import { Worker } from "node:worker_threads";
import { emitLine, hub } from "../record/index.js";
import { reviveError } from "./carried-error.js";
import { LineFlow } from "./line-flow.js";
import type { Reply, Request, RunRequest, ThreadData } from "./protocol.js";
import { NotCloneableError, ThreadExitError } from "./worker-errors.js";
import type { ThreadLimits } from "./worker-options.js";
import CODE from "./worker-thread.js?code";

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

  constructor(limits?: ThreadLimits) {
    const data: ThreadData = { flow: hub.isListening ? this.#flow.shared : undefined };
    this.#worker = new Worker(CODE, {
      eval: true,
      workerData: data,
      ...(limits === undefined ? {} : { resourceLimits: limits }),
    });
    this.#worker.on("message", (reply: Reply) => this.#hear(reply));
    this.#worker.on("error", (error) => this.#end((job) => job.reject(error)));
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
    return !this.#isGone && this.#job === undefined;
  }

  /** Whether it keeps the process alive. */
  set keepsProcess(keeps: boolean) {
    if (keeps) this.#worker.ref();
    else this.#worker.unref();
  }

  run(request: RunRequest, transfer: readonly object[]): Promise<unknown> {
    return new Promise((resolve, reject) => {
      this.#job = { name: request.name, resolve, reject };
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

  /** Ends the thread, whatever it does. */
  async terminate(): Promise<void> {
    await this.#worker.terminate();
    await this.#gone;
  }

  #hear(reply: Reply): void {
    if (reply.kind === "line") {
      emitLine(reply.line);
      this.#flow.received(reply.line);
    } else if (reply.kind === "done") this.#end((job) => job.resolve(reply.value));
    else this.#end((job) => job.reject(reviveError(reply.error)));
  }

  #end(settle: (job: Job) => void): void {
    const job = this.#job;
    this.#job = undefined;
    if (job !== undefined) settle(job);
  }
}
