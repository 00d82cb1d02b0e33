import { hooksFor } from "./hooks.js";
import type { ChildTask } from "./scope.js";
import { CancelIgnoredError } from "./scope-errors.js";
import { describeWork } from "./spawn-site.js";

/** A child that goes on after its cancel. */
interface Deaf extends ChildTask<unknown> {
  readonly work: unknown;
  readonly spawnSite: string | undefined;
  readonly cancelTimeoutMs: number;
}

/** Tells observers that a child ignored its cancel, and gives the error that says so. */
export function ignoredError(child: Deaf, others: number, cause: unknown): CancelIgnoredError {
  const hooks = hooksFor("cancelIgnored");
  if (hooks !== undefined) for (const hook of hooks) hook(child);
  const spawned =
    child.spawnSite === undefined ? `spawned in the scope ${child.scope.name}` : `spawned at ${child.spawnSite}`;
  const what = `The child ${child.name} (${describeWork(child.work)}), ${spawned},`;
  return new CancelIgnoredError(what, child.cancelTimeoutMs, others, cause);
}
