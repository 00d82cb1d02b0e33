import type { AddedFields } from "../../record/index.js";
import type { SpawnOptions } from "../scope-options.js";
import type { TrackedPromise } from "../waits/index.js";
import type { Starting } from "./starting.js";
import type { StuckWatch } from "./stuck.js";

/** What few children have: of a hundred thousand, nearly all have none of it. */
export interface Extras {
  options: SpawnOptions;
  /** The fields of `withFields` in which it was spawned. */
  fields: AddedFields | undefined;
  neighbour: unknown;
  /** Its result, where somebody asked for it. */
  tracked: TrackedPromise<unknown> | undefined;
  watch: StuckWatch | undefined;
  /** The line that spawned it. */
  spawnSite: string | undefined;
  /** Who waits for it to be ready, where it was begun with `start`. */
  starting: Starting | undefined;
}

export const NO_OPTIONS: SpawnOptions = {};

export function createExtras(options: SpawnOptions): Extras {
  return {
    options,
    fields: undefined,
    neighbour: undefined,
    tracked: undefined,
    watch: undefined,
    spawnSite: undefined,
    starting: undefined,
  };
}
