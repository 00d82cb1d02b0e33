import { currentContext } from "../record/index.js";
import { dropError } from "./dropped-errors.js";
import type { ChildFunction } from "./scope.js";
import type { SignalOptions } from "./signal.js";
import { runScope } from "./with-scope.js";

/**
 * Runs the functions as children and settles as the first of them does, after the others were cancelled and have ended.
 * What a loser throws besides its cancel goes to `errorDropped`. With nothing to run it rejects.
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
  options?: SignalOptions,
): Promise<Awaited<ReturnType<F[number]>>>;
export function race<R>(fns: Iterable<ChildFunction<R>>, options?: SignalOptions): Promise<Awaited<R>>;
export async function race(fns: Iterable<ChildFunction<unknown>>, options?: SignalOptions): Promise<unknown> {
  let first: { readonly settle: () => unknown } | undefined;
  await runScope(options, "race", (scope) => {
    const context = currentContext();
    const win = (settle: () => unknown): boolean => {
      if (first !== undefined) return false;
      first = { settle };
      scope.cancel();
      return true;
    };
    for (const fn of fns) {
      const child = scope.spawn(fn);
      child.then(
        (value) => win(() => value),
        (error: unknown) => {
          const isWinner = win(() => {
            throw error;
          });
          if (!isWinner && child.state === "failed") dropError(error, child, context);
        },
      );
    }
  });
  if (first !== undefined) return (first as { readonly settle: () => unknown }).settle();
  throw new RangeError("Cannot race without runners: nobody would ever win; give at least one function");
}
