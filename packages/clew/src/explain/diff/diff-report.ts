import type { Message, TaskLevel } from "../../parse/index.js";
import type { Change, ChangeReport } from "../changes/index.js";
import type { DiffMode } from "./same-work.js";

/** How two logs differ. */
export interface DiffReport {
  /** Whether tasks were paired, or their populations compared. */
  readonly mode: DiffMode;
  /** What changed by kind of action, where populations were compared; the other members are then empty. */
  readonly changed: ChangeReport | undefined;
  /** What failed less or took less time in b, for sure, where populations were compared: the surest first. */
  readonly improved: readonly Change[];
  readonly same: boolean;
  /** The divergence from which the others follow, as far as can be told; `undefined` where there is none. */
  readonly first: Divergence | undefined;
  /** All of them, the first included, task by task. */
  readonly differences: readonly Divergence[];
  /** Tasks that stand in both logs. */
  readonly pairedTasks: number;
}

/**
 * `missing` is in a and not in b, `extra` in b and not in a; `status` is another outcome, `field` another value, `order`
 * another order of what ran one after the other, `duration` several times as long.
 */
export type DivergenceKind = "missing" | "extra" | "status" | "field" | "order" | "duration";

export interface Divergence {
  readonly kind: DivergenceKind;
  /** The types from the task's root to the action that differs, or in which a message does. */
  readonly actionPath: readonly string[];
  readonly a: RecordPlace | null;
  readonly b: RecordPlace | null;
  /** For a field its name, with the type before it. */
  readonly field?: string;
  /** What it was on both sides: values, statuses, seconds. */
  readonly values?: { readonly a: unknown; readonly b: unknown };
  /** The type of the message that is missing or extra, where it is one. */
  readonly messageType?: string;
  /** What was logged just before it, in b, or in a where b has nothing. */
  readonly before: readonly Message[];
}

export interface RecordPlace {
  readonly taskUuid: string;
  readonly taskLevel: TaskLevel;
}
