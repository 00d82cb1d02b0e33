import { adopt, adopted, type ErrorClass, endInTest, type InTest, isThenable, runInTest } from "../record/index.js";
import { decodeJson, type Message } from "../wire/index.js";
import { keepFailed } from "./failed-tests.js";
import { withTrees } from "./log-tree.js";
import { MemoryDestination } from "./memory-destination.js";
import { WatchedPromise } from "./watched-promise.js";

/** Options of `captureLog`. */
export interface CaptureLogOptions {
  /** Errors that may be logged: those of these classes do not fail the test. */
  readonly expectErrors?: readonly ErrorClass[];
}

/** What `captureLog` gives: the log, at once or when an asynchronous body has ended. */
export type Captured<R> = [R] extends [PromiseLike<unknown>] ? Promise<MemoryDestination> : MemoryDestination;

/**
 * Runs a test's body and gives what was logged in it, and in nothing else: tests that run at the same time do not meet.
 * No destination sees these messages. It fails with the body; where errors were logged that were neither expected nor
 * taken out with `flushErrors`; where a message is not as it was declared; and where nobody waits for an asynchronous
 * body. A failure shows the trees of what was logged. The body is outside of every action.
 *
 * @example
 * ```ts
 * import { logMessage, withAction } from "clew";
 * import { assertLogged, captureLog } from "clew/testing";
 *
 * const log = await captureLog(async () => {
 *   await withAction("checkout", async () => logMessage("paid", { amount: 12 }));
 * });
 * assertLogged(log, "paid", { amount: 12 });
 * console.log(log.messages.length);
 * ```
 *
 * ```text output
 * 3
 * ```
 */
export function captureLog<R>(body: (log: MemoryDestination) => R, options?: CaptureLogOptions): Captured<R>;
export function captureLog(body: (log: MemoryDestination) => unknown, options: CaptureLogOptions = {}): unknown {
  return capture(body, options, []);
}

/** What the runner gives to a test may tell its name. */
function capture(
  body: (log: MemoryDestination) => unknown,
  options: CaptureLogOptions,
  given: readonly unknown[],
): unknown {
  if (typeof body !== "function") {
    throw new TypeError(`Cannot capture the log of a ${typeof body}: give the function that logs`);
  }
  const log = new MemoryDestination();
  const inTest: InTest = { take: (line) => log.write(decodeJson(line) as Message) };
  const end = (): MemoryDestination => {
    endInTest(inTest);
    for (const errorClass of options.expectErrors ?? []) log.flushErrors(errorClass);
    try {
      log.validate();
      log.expectNoErrors();
    } catch (error) {
      keepFailed(error, log.messages, given);
      throw error;
    }
    return log;
  };
  const fail = (error: unknown): never => {
    endInTest(inTest);
    keepFailed(error, log.messages, given);
    throw withTrees(error, log.messages);
  };
  let result: unknown;
  try {
    result = runInTest(inTest, () => adopted(body(log)));
  } catch (error) {
    return fail(error);
  }
  return isThenable(result) ? WatchedPromise.of(adopt(result).then(end, fail)) : end();
}

/**
 * Gives the body of a test, for any runner: `test("it logs", captured(async (log) => …))`. It runs as in `captureLog`,
 * and the runner waits for it. What the runner gives to the test comes after the log.
 *
 * @example
 * ```ts
 * import { test } from "node:test";
 * import { withAction } from "clew";
 * import { assertLoggedAction, captured } from "clew/testing";
 *
 * test(
 *   "checking out is an action",
 *   captured(async (log) => {
 *     await withAction("checkout", async () => {});
 *     assertLoggedAction(log, "checkout", { succeeded: true });
 *   }),
 * );
 * ```
 */
export function captured<A extends unknown[]>(
  body: (log: MemoryDestination, ...given: A) => unknown,
  options?: CaptureLogOptions,
): (...given: A) => Promise<void> {
  return async (...given) => {
    await capture(async (log) => body(log, ...given), options ?? {}, given);
  };
}
