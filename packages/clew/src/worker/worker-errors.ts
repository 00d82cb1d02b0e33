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

/** A process that was spawned ended with another exit code than 0, by a signal, or was never started. */
export class ProcessError extends ClewError {
  static readonly code = "CLEW_PROCESS";
  override readonly name = "ProcessError";
  readonly code = ProcessError.code;
  /** Its exit code; absent where a signal ended it, or where it was never started. */
  readonly exitCode: number | undefined;
  /** The signal that ended it. */
  readonly endedBy: string | undefined;
  /** The end of what it wrote to standard error, where that was captured. */
  readonly stderr: string;

  constructor(command: string, end: { exitCode?: number; endedBy?: string; stderr: string; cause?: unknown }) {
    const { exitCode, endedBy, stderr, cause } = end;
    const how =
      cause === undefined
        ? endedBy === undefined
          ? `ended with exit code ${exitCode}`
          : `was ended by ${endedBy}`
        : `could not be started: ${errorText(cause)}`;
    const said = stderr.trim();
    super(
      `The process ${command} ${how}${said === "" ? "; it wrote nothing to standard error" : `; at last it said: ${lastLines(said)}`}`,
      cause === undefined ? undefined : { cause },
    );
    this.exitCode = exitCode;
    this.endedBy = endedBy;
    this.stderr = stderr;
  }
}

function lastLines(text: string): string {
  return text.split("\n").slice(-3).join("\n").slice(-500);
}
