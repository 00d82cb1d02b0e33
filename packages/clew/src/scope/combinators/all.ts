import type { SignalOptions } from "../cancel/index.js";
import type { RunningChild } from "../child/index.js";
import { runScope } from "../life/index.js";
import type { ChildFunction, ChildTask } from "../scope.js";
import { quietIfCancelled } from "../waits/index.js";

/** What functions give, in their order. */
export type ResultsOf<F extends readonly ChildFunction<unknown>[]> = {
  -readonly [K in keyof F]: F[K] extends ChildFunction<infer R> ? Awaited<R> : never;
};

/**
 * Runs the functions as children and gives what they returned, in their order. The first failure cancels the others,
 * and is what this rejects with when they have ended. Nothing to run is an empty list.
 *
 * @example
 * ```ts
 * import { all } from "clew/scope";
 *
 * const [name, size] = await all([async () => "a.txt", async () => 42]);
 * console.log(name, size);
 * ```
 */
export function all<const F extends readonly ChildFunction<unknown>[]>(
  fns: F,
  options?: SignalOptions,
): Promise<ResultsOf<F>>;
export function all<R>(fns: Iterable<ChildFunction<R>>, options?: SignalOptions): Promise<Awaited<R>[]>;
export function all(fns: Iterable<ChildFunction<unknown>>, options?: SignalOptions): Promise<unknown> {
  const results: unknown[] = [];
  const run = async (): Promise<unknown[]> => {
    await runScope(options, "all", (scope) => {
      for (const fn of fns) {
        const place = results.push(undefined) - 1;
        (scope.spawn(fn) as ChildTask<unknown> as RunningChild).observe((value) => {
          results[place] = value;
        });
      }
    });
    return results;
  };
  return quietIfCancelled(run());
}
