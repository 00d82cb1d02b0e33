import { type Context, hub, logError, runInContext } from "../../record/index.js";
import type { ChildTask } from "../scope.js";
import { tell } from "./hooks.js";

/**
 * Reports an error that no caller will receive: to the log, where it arose, and to `errorDropped`; to the console where
 * there is neither a destination nor such a hook.
 */
export function dropError(error: unknown, child: ChildTask<unknown> | undefined, context: Context | undefined): void {
  if (hub.outlets.size > 0) runInContext(context, logError, error);
  else if (hub.hooks.errorDropped === undefined) {
    console.error(`An error that nobody received${child === undefined ? "" : `, of the child ${child.name}`}:`, error);
  }
  tell("errorDropped", error, child);
}
