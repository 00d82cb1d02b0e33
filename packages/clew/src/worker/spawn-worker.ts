import { basename } from "node:path";
import type { ChildTask, Scope } from "../scope/index.js";
import { callSite } from "../scope/internal.js";
import { runInThread, type ThreadWork } from "./run-in-thread.js";
import { Thread } from "./thread.js";
import type { InputOf, ResultOf, UntypedModule, WorkerModule } from "./worker-module.js";
import { spawnOptionsOf, type ThreadSpawnOptions, type WorkerOptions } from "./worker-options.js";

/**
 * Runs the default export of a file in a thread of its own, as a child of the scope: `(input, { signal }) => result`.
 * Input and result are copied, or moved where they are named as `transfer`. What it logs stands in the child's action
 * and goes where the caller's log goes. Cancelling fires its signal, and terminates the thread where it has not ended
 * `terminateAfterMs` later: so an endless loop ends too. Its errors come back with their stacks, causes and codes. The
 * thread is gone when the child has ended. For types, name the file: `spawnWorker<typeof import("./primes.js")>`.
 *
 * @example
 * ```ts
 * import { withScope } from "clew/scope";
 * import { spawnWorker } from "clew/worker";
 *
 * const file = `data:text/javascript,export default (n) => {
 *   let sum = 0;
 *   for (let i = 1; i <= n; i++) sum += i;
 *   return sum;
 * }`;
 * await withScope(async (scope) => {
 *   console.log(await spawnWorker(scope, file, 1_000));
 * });
 * ```
 *
 * ```text output
 * 500500
 * ```
 */
export function spawnWorker<M extends WorkerModule = UntypedModule>(
  scope: Scope,
  file: string | URL,
  input: InputOf<M>,
  options: WorkerOptions = {},
): ChildTask<ResultOf<M>> {
  const { work, spawnOptions } = threadWork(file, input, options, callSite(spawnWorker));
  return scope.spawn(async () => {
    const thread = new Thread(options.limits);
    let isOver = false;
    try {
      const result = await runInThread(thread, work);
      isOver = true;
      return result;
    } finally {
      // One that was told to stop in vain has nothing more to say.
      await (isOver ? thread.end() : thread.terminate());
    }
  }, spawnOptions) as ChildTask<ResultOf<M>>;
}

/** What is to be run, and the options of its child, out of what the caller gave. */
export function threadWork(
  file: string | URL,
  input: unknown,
  options: WorkerOptions,
  spawnedAt: () => string | undefined,
): { readonly work: ThreadWork; readonly spawnOptions: ThreadSpawnOptions } {
  const module = String(file);
  if (/^\.\.?[/\\]/.test(module)) {
    throw new TypeError(
      `Cannot run the worker ${module}: a path that begins with a dot is relative to nothing in a thread; ` +
        `give new URL(${JSON.stringify(module)}, import.meta.url)`,
    );
  }
  const name = options.name ?? nameOf(module);
  const spawnOptions = spawnOptionsOf(options, name);
  const { terminateAfterMs } = spawnOptions;
  return {
    work: { module, name, input, transfer: options.transfer ?? [], terminateAfterMs, spawnedAt },
    spawnOptions,
  };
}

function nameOf(module: string): string {
  if (module.startsWith("data:")) return "worker";
  return basename(module.replace(/[?#].*$/, "")).replace(/\.[cm]?[jt]s$/, "") || "worker";
}
