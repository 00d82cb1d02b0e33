/** What `race` and `any` are made of: functions run as children until one of them has won. */

import { currentContext } from "../../record/index.js";
import type { SignalOptions } from "../cancel/index.js";
import { checkFunction, type RunningChild } from "../child/index.js";
import { runScope } from "../life/index.js";
import { dropError } from "../report/index.js";
import type { ChildContext, ChildFunction, ChildTask, Scope } from "../scope.js";
import { CancelIgnoredError } from "../scope-errors.js";
import { shield } from "./shield.js";

/** Options of `race` and `any`. */
export interface RaceOptions<T = unknown> extends SignalOptions {
  /**
   * Gives back what a loser has acquired: called, out of reach of cancels, with what each returned that returned after the
   * winner. What it throws goes to `errorDropped`.
   */
  readonly onLoser?: ((value: T) => unknown) | undefined;
}

/** How a contest was decided. */
export type Win = { readonly value: unknown } | { readonly error: unknown };

export interface Contest {
  readonly win: Win | undefined;
  /** What those who did not win failed with, in the order of the functions. */
  readonly errors: readonly unknown[];
}

/** Runs the functions until one returns, or, where a failure wins too, settles; the others are cancelled and awaited. */
export async function runContest(
  name: string,
  fns: Iterable<ChildFunction<unknown>>,
  options: RaceOptions | undefined,
  canFailureWin: boolean,
): Promise<Contest> {
  let win: Win | undefined;
  const errors: unknown[] = [];
  const onLoser = options?.onLoser;
  const context = currentContext();
  const decide = (scope: Scope, outcome: Win): void => {
    win = outcome;
    scope.cancel();
  };
  try {
    await runScope(options?.signal && { signal: options.signal }, name, (scope) => {
      let count = 0;
      for (const fn of fns) {
        const place = count++;
        const run =
          onLoser === undefined
            ? fn
            : givingBack(
                checkFunction("spawn", fn),
                onLoser,
                () => win !== undefined,
                (value) => decide(scope, { value }),
              );
        const child = scope.spawn(
          run,
          onLoser === undefined ? undefined : { name: fn.name },
        ) as ChildTask<unknown> as RunningChild;
        child.observe(
          (value) => {
            if (win === undefined) decide(scope, { value });
          },
          (error) => {
            if (win !== undefined) {
              if (child.state === "failed") dropError(error, child, context);
            } else if (canFailureWin) decide(scope, { error });
            else errors[place] = error;
          },
        );
      }
    });
  } catch (error) {
    // A loser that cannot hear takes nothing from the winner.
    if (win === undefined || !(error instanceof CancelIgnoredError)) throw error;
    dropError(error, undefined, context);
  }
  return { win, errors };
}

/** Decides as soon as a value is there, so that no two can win, and gives back what came too late. */
function givingBack(
  fn: ChildFunction<unknown>,
  onLoser: (value: unknown) => unknown,
  isDecided: () => boolean,
  decide: (value: unknown) => void,
): ChildFunction<unknown> {
  return async (context: ChildContext) => {
    const value = await fn(context);
    if (!isDecided()) decide(value);
    else
      await shield(async () => onLoser(value)).catch((error: unknown) => dropError(error, undefined, currentContext()));
    return value;
  };
}
