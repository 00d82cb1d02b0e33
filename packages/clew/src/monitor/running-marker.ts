/**
 * Says in the shared memory whose code runs, at each step of the program, so that it is known also while that code is in
 * native code. Two places begin a step: a call that enters a context, and the runtime's going on with what was awaited.
 * Where AsyncLocalStorage is built on the hooks of the runtime (Node before 24) the second costs some nanoseconds a
 * step; elsewhere it would switch those hooks on, which costs more than the awaits themselves, and is left out.
 */

import { createHook } from "node:async_hooks";
import { type Context, hub } from "../record/index.js";
import type { ProgramWatch } from "./program-watch.js";
import type { SharedTable } from "./shared-table.js";

/** Begins to mark; gives the function that ends it. */
export function markRunning(watch: ProgramWatch, table: SharedTable): () => void {
  const { carrier } = hub;
  let marked: Context | undefined;
  const mark = (context: Context | undefined): void => {
    // Most steps are of the one that ran before.
    if (context === marked) return;
    marked = context;
    table.running = watch.idOf(context?.region as never);
  };
  const marking = {
    ...carrier,
    run<A extends unknown[], R>(context: Context | undefined, body: (...args: A) => R, ...args: A): R {
      const before = marked;
      mark(context);
      try {
        return carrier.run(context, body, ...args);
      } finally {
        mark(before);
      }
    },
  };
  hub.carrier = marking;
  const hook = stepsAreHooked() ? createHook({ before: () => mark(carrier.get()) }).enable() : undefined;
  return () => {
    hook?.disable();
    // Somebody else may have put another carrier on top meanwhile.
    if (hub.carrier === marking) hub.carrier = carrier;
  };
}

/** Whether the context follows awaits by hooks that run anyway. */
function stepsAreHooked(): boolean {
  const [major = 0] = process.versions.node.split(".").map(Number);
  const isNode = !("bun" in process.versions) && !("deno" in process.versions);
  return isNode && major < 24 && !process.execArgv.includes("--experimental-async-context-frame");
}
