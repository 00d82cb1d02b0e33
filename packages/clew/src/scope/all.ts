import type { ChildFunction } from "./scope.js";
import type { SignalOptions } from "./signal.js";
import { runScope } from "./with-scope.js";

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
export async function all(fns: Iterable<ChildFunction<unknown>>, options?: SignalOptions): Promise<unknown> {
  const results: unknown[] = [];
  await runScope(options, "all", (scope) => {
    let count = 0;
    for (const fn of fns) {
      const place = count++;
      results.push(undefined);
      const run: ChildFunction<Promise<void>> = async (context) => {
        results[place] = await fn(context);
      };
      scope.spawn(run, { name: fn.name });
    }
  });
  return results;
}
