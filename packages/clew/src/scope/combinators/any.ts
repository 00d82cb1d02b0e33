import type { ChildFunction } from "../scope.js";
import { quietIfCancelled } from "../waits/index.js";
import { type RaceOptions, runContest } from "./contest.js";

/**
 * Runs the functions as children and gives what the first of them to succeed returned, after the others were cancelled
 * and have ended. Where none succeeds it rejects with an `AggregateError` of all failures, in the order of the
 * functions. A failure after the success goes to `errorDropped`, and what another returns then to `options.onLoser`.
 *
 * @example
 * ```ts
 * import { any } from "clew/scope";
 *
 * const answer = await any([
 *   async () => {
 *     throw new Error("out of order");
 *   },
 *   async () => "works",
 * ]);
 * console.log(answer);
 * ```
 */
export function any<const F extends readonly ChildFunction<unknown>[]>(
  fns: F,
  options?: RaceOptions<Awaited<ReturnType<F[number]>>>,
): Promise<Awaited<ReturnType<F[number]>>>;
export function any<R>(fns: Iterable<ChildFunction<R>>, options?: RaceOptions<Awaited<R>>): Promise<Awaited<R>>;
export function any(fns: Iterable<ChildFunction<unknown>>, options?: RaceOptions<never>): Promise<unknown> {
  const run = async (): Promise<unknown> => {
    const { win, errors } = await runContest("any", fns, options as RaceOptions, false);
    if (win !== undefined && "value" in win) return win.value;
    throw new AggregateError(errors, `None of ${errors.length} functions succeeded`);
  };
  return quietIfCancelled(run());
}
