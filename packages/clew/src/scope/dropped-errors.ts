import { type Context, hub, logError, runInContext } from "../record/index.js";
import { hooksFor } from "./hooks.js";
import type { ChildTask } from "./scope.js";

/**
 * Reports an error that no caller will receive: to the log, where it arose, and to `errorDropped`; to the console where
 * there is neither a destination nor such a hook.
 */
export function dropError(error: unknown, child: ChildTask<unknown> | undefined, context: Context | undefined): void {
  const hooks = hooksFor("errorDropped");
  if (hub.outlets.length > 0) runInContext(context, logError, error);
  else if (hooks === undefined) {
    console.error(`An error that nobody received${child === undefined ? "" : `, of the child ${child.name}`}:`, error);
  }
  if (hooks !== undefined) for (const hook of hooks) hook(error, child);
}
