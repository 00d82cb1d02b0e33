import { isError, quote } from "../wire/index.js";

/**
 * An error of clew's own. Its `code` is stable and stands in the reference of errors; `instanceof` looks at the code,
 * so that it holds between two copies of the package.
 */
export abstract class ClewError extends Error {
  abstract readonly code: string;

  static override [Symbol.hasInstance](value: unknown): boolean {
    const code: unknown = (this as { readonly code?: unknown }).code;
    if (typeof code !== "string") return Function.prototype[Symbol.hasInstance].call(this, value);
    return isError(value) && (value as { readonly code?: unknown }).code === code;
  }
}

/**
 * A text is not a task id that can be continued.
 *
 * @example
 * ```ts
 * import { continueTask, TaskIdError } from "clew";
 *
 * try {
 *   continueTask("not an id", () => {});
 * } catch (error) {
 *   console.log(error instanceof TaskIdError);
 * }
 * ```
 */
export class TaskIdError extends ClewError {
  static readonly code = "CLEW_TASK_ID";
  override readonly name = "TaskIdError";
  readonly code = TaskIdError.code;

  constructor(taskId: unknown, why: string) {
    super(
      `Cannot continue the task id ${shown(taskId)}: ${why}; ` +
        "continue what action.serializeTaskId() gave, or start a task that follows from the id",
    );
  }
}

/** A function that `preserveContext` gave was called a second time; its place in the tree is taken. */
export class TooManyCallsError extends ClewError {
  static readonly code = "CLEW_TOO_MANY_CALLS";
  override readonly name = "TooManyCallsError";
  readonly code = TooManyCallsError.code;

  constructor(functionName: string) {
    super(
      `Cannot call ${functionName === "" ? "the function" : quote(functionName)} again: preserveContext gave it one ` +
        "place in the tree, and its first call has taken it; call preserveContext once for each call, or use action.wrap",
    );
  }
}

/** Something was added to an action that had already been told how it ends. */
export class AlreadyFinishedError extends ClewError {
  static readonly code = "CLEW_ALREADY_FINISHED";
  override readonly name = "AlreadyFinishedError";
  readonly code = AlreadyFinishedError.code;

  constructor(act: string) {
    super(`Cannot ${act}: addActionFinish() was called before; add every callback before it`);
  }
}

/** A name that needs Node, Bun or Deno was called where there is none of them. */
export class NeedsNodeError extends ClewError {
  static readonly code = "CLEW_NEEDS_NODE";
  override readonly name = "NeedsNodeError";
  readonly code = NeedsNodeError.code;

  constructor(act: string, instead: string) {
    super(`Cannot call ${act} here: it needs Node, Bun or Deno; ${instead}`);
  }
}

/**
 * A log file cannot be had as it was asked for; `cause` is the system's error, where there is one.
 *
 * @example
 * ```ts
 * import { LogFileError, toFile } from "clew";
 *
 * try {
 *   toFile("/no/such/folder/shop.log");
 * } catch (error) {
 *   console.log(error instanceof LogFileError, error);
 * }
 * ```
 */
export class LogFileError extends ClewError {
  static readonly code = "CLEW_LOG_FILE";
  override readonly name = "LogFileError";
  readonly code = LogFileError.code;

  constructor(file: string, why: string, cause?: unknown) {
    super(`Cannot write a log to ${file}: ${why}`, cause === undefined ? undefined : { cause });
  }
}

function shown(value: unknown): string {
  if (typeof value !== "string") return `of type ${value === null ? "null" : typeof value}`;
  return quote(value.length > 80 ? `${value.slice(0, 80)}…` : value);
}
