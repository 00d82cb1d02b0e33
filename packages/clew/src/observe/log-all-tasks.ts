import { hub } from "../record/index.js";

/**
 * Logs every scope and child that says nothing about it itself, also where no action is current. Gives the function that
 * switches it off again.
 *
 * @example
 * ```ts
 * import { logAllTasks } from "clew/observe";
 * import { withScope } from "clew/scope";
 *
 * const stop = logAllTasks();
 * await withScope({ name: "visible" }, () => "done");
 * stop();
 * ```
 */
export function logAllTasks(): () => void {
  hub.allTasksLogged++;
  let isOn = true;
  return () => {
    if (isOn) hub.allTasksLogged--;
    isOn = false;
  };
}
