import { type Action, currentAction } from "../record/index.js";
import { Cancelled } from "../scope/index.js";
import { callAfter, whenCancelled } from "../scope/internal.js";
import { names } from "../wire/index.js";
import type { Thread } from "./thread.js";

/** What a child runs in a thread. */
export interface ThreadWork {
  readonly module: string;
  readonly name: string;
  readonly input: unknown;
  readonly transfer: readonly object[];
  readonly terminateAfterMs: number;
  /** The line that spawned it. */
  readonly spawnedAt: () => string | undefined;
}

/**
 * Runs a function in a thread as the body of a child. When the child is cancelled the function is asked to stop, and
 * its thread terminated where it does not. The function's actions stand in the child's, which is current here.
 */
export function runInThread(thread: Thread, work: ThreadWork): Promise<unknown> {
  const { module, name, input, transfer, terminateAfterMs } = work;
  // A cancel is heard in the context of whoever cancels.
  const action = currentAction();
  const taskId = action?.serializeTaskId();
  let stopped: Cancelled | undefined;
  let callOff: (() => void) | undefined;
  const result = thread.run({ kind: "run", module, name, input, taskId }, transfer);
  const leave = whenCancelled(
    (cancelled) => {
      stopped = cancelled;
      thread.cancel();
      callOff = callAfter(terminateAfterMs, () => {
        sayTerminated(action, work);
        void thread.terminate();
      });
    },
    { for: "thread", what: name },
  );
  const settle = (): void => {
    callOff?.();
    leave();
  };
  return result.then(
    (value) => {
      settle();
      return value;
    },
    (error: unknown) => {
      settle();
      // A thread that was told to stop says so, or was ended; all else that it failed with is a failure.
      throw stopped !== undefined && (error instanceof Cancelled || isThreadEnd(error)) ? stopped : error;
    },
  );
}

function isThreadEnd(error: unknown): boolean {
  return (error as { readonly code?: unknown } | null)?.code === "CLEW_THREAD_EXIT";
}

/** Says in the child's action that its thread was ended, which thread, why, and where the child was spawned. */
function sayTerminated(action: Action | undefined, work: ThreadWork): void {
  const { module, name, terminateAfterMs, spawnedAt } = work;
  action?.log(names.TERMINATED, {
    child: name,
    module,
    reason: `it went on for ${terminateAfterMs} ms after its cancel; its thread was terminated`,
    spawned_at: spawnedAt(),
  });
}
