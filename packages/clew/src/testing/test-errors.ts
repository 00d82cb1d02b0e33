// What a test fails with. Each says what was logged, since nobody can look into a test's log afterwards.

import { ClewError } from "../record/index.js";
import { type Message, quote } from "../wire/index.js";
import { drawTrees } from "./log-tree.js";

/** Errors were logged with `logError` that the test did not expect. */
export class UnexpectedErrorsError extends ClewError {
  static readonly code = "CLEW_UNEXPECTED_ERRORS";
  override readonly name = "UnexpectedErrorsError";
  readonly code = UnexpectedErrorsError.code;

  constructor(errors: readonly Message[], messages: readonly Message[]) {
    const said = errors.map(({ exception, reason }) => `${String(exception)}: ${String(reason)}`).join("; ");
    super(
      `Cannot pass a test in which errors were logged that it did not expect: ${said}; ` +
        `if they belong to it, take them out with log.flushErrors(${String(errors[0]?.exception)})\n\n${drawTrees(messages)}`,
    );
  }
}

/** Messages were logged that are not as they were declared. */
export class InvalidLogError extends ClewError {
  static readonly code = "CLEW_INVALID_LOG";
  override readonly name = "InvalidLogError";
  readonly code = InvalidLogError.code;

  constructor(complaints: readonly string[], messages: readonly Message[]) {
    super(
      `Cannot accept the log: ${complaints.join("; ")}; ` +
        `log what was declared, or change the declaration\n\n${drawTrees(messages)}`,
    );
  }
}

/** A message or an action was not logged, or not with the fields that were asked for. */
export class NotLoggedError extends ClewError {
  static readonly code = "CLEW_NOT_LOGGED";
  override readonly name = "NotLoggedError";
  readonly code = NotLoggedError.code;

  constructor(what: string, type: string, found: number, expected: string, messages: readonly Message[]) {
    const why =
      found === 0
        ? `none of the type ${quote(type)} was logged`
        : `${found} of the type ${quote(type)} ${found === 1 ? "was" : "were"} logged, none with ${expected}`;
    super(`Cannot find ${what}: ${why}; look at the type and the fields below\n\n${drawTrees(messages)}`);
  }
}

/** The promise of `captureLog` was let go, so that a test can end before what it tests has run. */
export class NotAwaitedError extends ClewError {
  static readonly code = "CLEW_NOT_AWAITED";
  override readonly name = "NotAwaitedError";
  readonly code = NotAwaitedError.code;

  constructor() {
    super(
      "Cannot pass a test that does not wait for captureLog: its body is asynchronous; " +
        "await the promise, or return it from the test",
    );
  }
}
