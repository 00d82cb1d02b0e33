import { Parser, type TaskTree } from "../parse/index.js";
import { addDestination } from "../record/index.js";
import { renderTask } from "../render/index.js";
import type { Message } from "../wire/index.js";

/**
 * Shows what is logged in the output of the tests: each task as a tree, when it has ended. Knows Vitest, Jest and
 * `node:test`; outside of them it does nothing, and a second call does nothing more. Gives whether it shows anything.
 * What `captureLog` captures is shown by the tests that fail. From Eliot's `redirectLogsForTrial`.
 *
 * @example
 * ```ts
 * import { logToTestOutput } from "clew/testing";
 *
 * logToTestOutput();
 * ```
 */
export function logToTestOutput(): boolean {
  if (!isInTestRunner()) return false;
  addDestination(testOutput);
  return true;
}

const VARIABLES = ["VITEST", "JEST_WORKER_ID", "NODE_TEST_CONTEXT"];

function isInTestRunner(): boolean {
  const env = typeof process === "undefined" ? {} : process.env;
  return VARIABLES.some((name) => env[name] !== undefined);
}

const parser = new Parser({ endless: true, lingerSeconds: 0 });

const testOutput = {
  name: "test output",
  write(message: Message): void {
    for (const tree of parser.add(message)) show(tree);
  },
  flush(): void {
    for (const tree of parser.end()) show(tree);
  },
};

function show(tree: TaskTree): void {
  console.log([...renderTask(tree)].join("\n"));
}
