import { ClewError } from "../record/index.js";
import { errorText } from "../wire/index.js";

/** A thread ended before the function that ran in it had given a result: by `process.exit`, or by its limits. */
export class ThreadExitError extends ClewError {
  static readonly code = "CLEW_THREAD_EXIT";
  override readonly name = "ThreadExitError";
  readonly code = ThreadExitError.code;
  /** The thread's exit code. */
  readonly exitCode: number;

  constructor(name: string, exitCode: number) {
    super(
      `The worker ${name} gave no result: its thread ended with exit code ${exitCode} before; ` +
        "return from its function and do not call process.exit() in it",
    );
    this.exitCode = exitCode;
  }
}

/** An input or a result cannot be copied from one thread to the other. */
export class NotCloneableError extends ClewError {
  static readonly code = "CLEW_NOT_CLONEABLE";
  override readonly name = "NotCloneableError";
  readonly code = NotCloneableError.code;

  constructor(what: "input" | "result", name: string, cause: unknown) {
    super(
      `Cannot send the ${what} of the worker ${name}: ${errorText(cause)}; ` +
        "send plain data, without functions and class instances",
      { cause },
    );
  }
}

/** A pool was given work after `close()`. */
export class PoolClosedError extends ClewError {
  static readonly code = "CLEW_POOL_CLOSED";
  override readonly name = "PoolClosedError";
  readonly code = PoolClosedError.code;

  constructor(name: string) {
    super(`Cannot run the worker ${name} in the pool: the pool was closed; close it after the last scope that uses it`);
  }
}
