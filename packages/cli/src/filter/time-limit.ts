// A query language can ask for more work than there is time. What the user's query does is run under a clock that stops
// it, wherever it is.

import { createContext, Script } from "node:vm";

const context = createContext({ run: undefined as unknown });
const script = new Script("run()");

/** Runs a synchronous function and gives its value; throws with code `ERR_SCRIPT_EXECUTION_TIMEOUT` after so long. */
export function withTimeLimit<T>(limitMs: number, run: () => T): T {
  context.run = run;
  try {
    return script.runInContext(context, { timeout: limitMs }) as T;
  } finally {
    context.run = undefined;
  }
}
