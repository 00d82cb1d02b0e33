import type { ChildFunction } from "../scope.js";
import { quietIfCancelled } from "../waits/index.js";
import { type RaceOptions, runContest } from "./contest.js";

/**
 * Runs the functions as children and settles as the first of them does, after the others were cancelled and have ended.
 * What a loser throws besides its cancel goes to `errorDropped`; what it returns all the same is given to
 * `options.onLoser`, which gives back what it acquired. With nothing to run it rejects.
 *
 * @example
 * ```ts
 * import { race, sleep } from "clew/scope";
 *
 * const winner = await race([
 *   async () => "quick",
 *   async () => {
 *     await sleep(1_000);
 *     return "slow";
 *   },
 * ]);
 * console.log(winner);
 * ```
 */
export function race<const F extends readonly ChildFunction<unknown>[]>(
  fns: F,
  options?: RaceOptions<Awaited<ReturnType<F[number]>>>,
): Promise<Awaited<ReturnType<F[number]>>>;
export function race<R>(fns: Iterable<ChildFunction<R>>, options?: RaceOptions<Awaited<R>>): Promise<Awaited<R>>;
export function race(fns: Iterable<ChildFunction<unknown>>, options?: RaceOptions<never>): Promise<unknown> {
  const run = async (): Promise<unknown> => {
    const { win } = await runContest("race", fns, options as RaceOptions, true);
    if (win === undefined) {
      throw new RangeError("Cannot race without runners: nobody would ever win; give at least one function");
    }
    if ("error" in win) throw win.error;
    return win.value;
  };
  return quietIfCancelled(run());
}
