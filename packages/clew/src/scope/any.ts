import { currentContext } from "../record/index.js";
import { dropError } from "./dropped-errors.js";
import type { ChildFunction } from "./scope.js";
import type { SignalOptions } from "./signal.js";
import { runScope } from "./with-scope.js";

/**
 * Runs the functions as children and gives what the first of them to succeed returned, after the others were cancelled
 * and have ended. Where none succeeds it rejects with an `AggregateError` of all failures, in the order of the
 * functions. A failure after the success goes to `errorDropped`.
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
  options?: SignalOptions,
): Promise<Awaited<ReturnType<F[number]>>>;
export function any<R>(fns: Iterable<ChildFunction<R>>, options?: SignalOptions): Promise<Awaited<R>>;
export async function any(fns: Iterable<ChildFunction<unknown>>, options?: SignalOptions): Promise<unknown> {
  let winner: { readonly value: unknown } | undefined;
  const errors: unknown[] = [];
  await runScope(options, "any", (scope) => {
    const context = currentContext();
    let count = 0;
    for (const fn of fns) {
      const place = count++;
      const child = scope.spawn(fn);
      child.then(
        (value) => {
          if (winner !== undefined) return;
          winner = { value };
          scope.cancel();
        },
        (error: unknown) => {
          if (winner === undefined) errors[place] = error;
          else if (child.state === "failed") dropError(error, child, context);
        },
      );
    }
  });
  if (winner !== undefined) return (winner as { readonly value: unknown }).value;
  throw new AggregateError(errors, `None of ${errors.length} functions succeeded`);
}
