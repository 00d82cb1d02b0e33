import type { AddedFields } from "../record/index.js";
import type { SpawnOptions } from "./spawn-options.js";
import type { StuckWatch } from "./stuck-watch.js";
import { TrackedPromise } from "./tracked-promise.js";

/** What few children have: of a hundred thousand, nearly all have none of it. */
export interface ChildExtras {
  options: SpawnOptions;
  /** The fields of `withFields` in which it was spawned. */
  fields: AddedFields | undefined;
  /** Its result, where somebody asked for it, and what settles that. */
  tracked: TrackedPromise<unknown> | undefined;
  settle: (() => void) | undefined;
  watch: StuckWatch | undefined;
  /** The line that spawned it. */
  spawnSite: string | undefined;
}

export const NO_OPTIONS: SpawnOptions = {};

export function createExtras(options: SpawnOptions): ChildExtras {
  return {
    options,
    fields: undefined,
    tracked: undefined,
    settle: undefined,
    watch: undefined,
    spawnSite: undefined,
  };
}

/** The promise of a child's result, the same each time. */
export function promiseOf(
  extras: ChildExtras,
  isEnded: boolean,
  settle: (resolve: (value: unknown) => void, reject: (error: unknown) => void) => void,
): TrackedPromise<unknown> {
  extras.tracked ??= new TrackedPromise((resolve, reject) => {
    if (isEnded) settle(resolve, reject);
    else extras.settle = () => settle(resolve, reject);
  });
  return extras.tracked;
}
