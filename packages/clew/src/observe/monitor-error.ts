import { ClewError } from "../record/index.js";

/**
 * A monitor cannot listen; `cause` is the system's error, where there is one.
 *
 * @example
 * ```ts
 * import { MonitorError, startMonitor } from "clew/observe";
 *
 * try {
 *   startMonitor({ address: `/tmp/${"very-".repeat(30)}long.sock` });
 * } catch (error) {
 *   console.log(error instanceof MonitorError);
 * }
 * ```
 */
export class MonitorError extends ClewError {
  static readonly code = "CLEW_CANNOT_LISTEN";
  override readonly name = "MonitorError";
  readonly code = MonitorError.code;

  constructor(why: string, cause?: unknown) {
    super(`Cannot start the monitor: ${why}`, cause === undefined ? undefined : { cause });
  }
}

/**
 * Why something was cancelled that a person cancelled with `clew monitor`: the reason of its signal. A scope rejects with
 * it, so that the program does not take it for a quiet end.
 */
export class MonitorCancelError extends ClewError {
  static readonly code = "CLEW_CANCELLED_BY_MONITOR";
  override readonly name = "MonitorCancelError";
  readonly code = MonitorCancelError.code;

  constructor(kind: "scope" | "child", name: string, by: string) {
    super(`The ${kind} ${name} was cancelled with clew monitor by ${by}`);
  }
}
