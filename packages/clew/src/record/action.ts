import type { TaskLevel } from "../wire/index.js";

/**
 * The fields of a message: an object with string keys, of whatever class. Arrays, functions and errors are no fields; the types of the
 * functions that take fields refuse them, and where one comes all the same it stands under `value`.
 */
export type FieldsOf<F> = F extends readonly unknown[] | ((...args: never[]) => unknown)
  ? NotFields
  : F extends Error
    ? "stack" extends keyof F
      ? NotFields
      : F
    : F;

/** Says in a type error what the matter is. */
export interface NotFields {
  readonly "fields are an object with string keys; give { value: … } or, for an error, use logError": never;
}

/** What causes an action without being its parent: task ids, or the actions themselves. */
export type FollowsFrom = string | Action | readonly (string | Action)[];

/**
 * Work with a beginning and an end. Its start is logged when it is made, its end when `finish` is called.
 *
 * @example
 * ```ts
 * import { startAction } from "clew";
 *
 * const action = startAction("upload", { file: "a.txt" });
 * action.log("progress", { percent: 50 });
 * action.addSuccessFields({ bytes: 1024 });
 * action.finish();
 * ```
 */
export interface Action {
  /** The task that the action belongs to. */
  readonly taskUuid: string;
  /** The action's place in its task; `[]` is the task's root. */
  readonly taskLevel: TaskLevel;
  /** The action's type, as it stands in the log. */
  readonly type: string;
  /** Names this action, `uuid@/3`, or `uuid@/` for a root: for `followsFrom`, reports and links. Takes nothing. */
  readonly taskId: string;
  /**
   * Takes the action's next number and gives it as `uuid@/3/2`, to be continued once, in another thread, process or
   * machine, with `continueTask`. Logs nothing; the finish message tells which numbers were handed out.
   */
  serializeTaskId(): string;
  /** Logs a message in this action, whatever is current. Works after the finish too. */
  log<F extends object>(type: string, fields?: F & FieldsOf<F>): void;
  /** Adds fields to the finish message, if the action succeeds. The later one of a name wins. */
  addSuccessFields<F extends object>(fields: F & FieldsOf<F>): void;
  /** Adds fields to the finish message, whatever the outcome. */
  addFields<F extends object>(fields: F & FieldsOf<F>): void;
  /** Logs the end: success, or failure with the error. The second call does nothing. */
  finish(error?: unknown, options?: FinishOptions): void;
  /** Runs `fn` with this action current, across its awaits, and gives what it gives. Does not finish the action. */
  run<A extends unknown[], R>(fn: (...args: A) => R, ...args: A): R;
  /** A function that runs `fn` with this action current whenever it is called. */
  wrap<A extends unknown[], R>(fn: (...args: A) => R): (...args: A) => R;
  /**
   * Makes the action current without a body, until the disposable is disposed. For a synchronous stretch that is
   * left before the next await; one that is left open is closed there, and said. Else use `run`.
   */
  context(): ActionContext;
  /** Logs a failure, `clew:Unfinished`, if the action was not finished. A disposer cannot know whether all went well. */
  [Symbol.dispose](): void;
}

/** Options of `action.finish`. */
export interface FinishOptions {
  /**
   * The time at which the action ended, in milliseconds since the epoch, where that was before now: of work that a
   * neighbour measured. By default it is now, to the microsecond. What is no time counts as now.
   */
  readonly endedAtMs?: number;
  /** Whether the log says where the error came from; `false` for one that was made to say how a call was answered. */
  readonly stack?: boolean;
}

/** An action that is current until this is disposed. */
export interface ActionContext extends Disposable {
  readonly action: Action;
}
