import type { Log } from "./assert-logged.js";
import { assertLogged, assertLoggedAction, type ExpectedAction, messagesOf } from "./assert-logged.js";
import { drawTrees } from "./log-tree.js";
import { LoggedAction, type TypeTree } from "./logged-action.js";
import type { TypeOrDefinition } from "./logged-message.js";
import { matches } from "./matches.js";
import { NotLoggedError } from "./test-errors.js";

/** What a matcher tells the runner. */
interface Verdict {
  readonly pass: boolean;
  readonly message: () => string;
}

/** The matchers as a test calls them; the runner's own interface of matchers is to extend this one. */
export interface LogMatchers<R = unknown> {
  /** A message of the type was logged, with at least these fields. */
  toHaveLogged(type: TypeOrDefinition, fields?: object): R;
  /** An action of the type was logged that is as expected. */
  toHaveLoggedAction(type: TypeOrDefinition, expected?: ExpectedAction): R;
  /** A task was logged whose types make this tree. */
  toHaveTypeTree(tree: TypeTree): R;
}

/**
 * Matchers for Vitest and Jest: `expect.extend(logMatchers)`, once in the file that sets the tests up. Each takes a
 * log, as `captureLog` gives it, or messages, and shows the trees when it fails.
 *
 * @example
 * ```ts
 * import { logMessage, withAction } from "clew";
 * import { captureLog, logMatchers } from "clew/testing";
 *
 * const log = captureLog(() => withAction("upload", () => logMessage("progress")));
 * console.log(logMatchers.toHaveLogged(log, "progress").pass);
 * console.log(logMatchers.toHaveTypeTree(log, { upload: ["progress"] }).pass);
 * ```
 */
export const logMatchers = {
  toHaveLogged(log: Log, type: TypeOrDefinition, fields?: object): Verdict {
    return verdict(log, () => assertLogged(log, type, fields));
  },

  toHaveLoggedAction(log: Log, type: TypeOrDefinition, expected?: ExpectedAction): Verdict {
    return verdict(log, () => assertLoggedAction(log, type, expected));
  },

  toHaveTypeTree(log: Log, tree: TypeTree): Verdict {
    const messages = messagesOf(log);
    const pass = Object.keys(tree).some((type) =>
      LoggedAction.ofType(messages, type).some((action) => matches(action.typeTree(), tree)),
    );
    return {
      pass,
      message: () => `${JSON.stringify(tree)} ${pass ? "was" : "was not"} logged\n\n${drawTrees(messages)}`,
    };
  },
};

function verdict(log: Log, assert: () => unknown): Verdict {
  try {
    assert();
    return { pass: true, message: () => `It was logged, and was expected not to be\n\n${drawTrees(messagesOf(log))}` };
  } catch (error) {
    if (!(error instanceof NotLoggedError)) throw error;
    return { pass: false, message: () => error.message };
  }
}
