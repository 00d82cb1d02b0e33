import { RunningScope } from "./running-scope.js";
import type { Scope } from "./scope.js";
import type { ScopeOptions } from "./scope-options.js";

/**
 * Opens a scope that the caller ends. It is not current; `scope.run(fn)` makes it so. Unless it is finalized it ends
 * only by a cancel, its time, a failing child, or the end of a master child. This is traio's scope without a block.
 *
 * @example
 * ```ts
 * import { sleep, startScope } from "clew/scope";
 *
 * const scope = startScope({ name: "background" });
 * scope.spawn(() => sleep(1));
 * scope.finalize();
 * await scope.join();
 * ```
 */
export function startScope(options?: ScopeOptions): Scope {
  return RunningScope.open(options, "", undefined);
}
