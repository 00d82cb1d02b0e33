// The answers of `clew why --json`, `clew slow --json` and `clew diff --json`: the same words as in the log.

import type { DivergenceKind } from "clew/explain";
import type { Message, TaskLevel } from "clew/parse";

export interface PlaceAnswer {
  readonly task_uuid: string;
  readonly task_level: TaskLevel;
}

export interface ActionPlaceAnswer extends PlaceAnswer {
  readonly action_type: string;
}

/** A value that sets tasks apart, or several that only count together. Shares go from 0 to 1. */
export type SetApartAnswer =
  | { readonly field: string; readonly value: unknown; readonly in_these: number; readonly in_others: number }
  | {
      readonly all: readonly { readonly field: string; readonly value: unknown }[];
      readonly in_these: number;
      readonly in_others: number;
    };

export interface FailureAnswer {
  readonly count: number;
  readonly origin: {
    readonly action_path: readonly string[];
    readonly action_type: string;
    readonly exception: string | null;
    readonly reason: string | null;
  };
  readonly example: PlaceAnswer;
  readonly chain: readonly ActionPlaceAnswer[];
  readonly before: readonly Message[];
  readonly set_apart: readonly SetApartAnswer[];
  readonly handled?: true;
}

export interface WhyAnswer {
  readonly failures: readonly FailureAnswer[];
  readonly lines_unused: number;
}

export interface ItemAnswer {
  readonly task_level: TaskLevel;
  readonly type: string;
}

export interface SlowAnswer {
  readonly tasks: number;
  readonly total_seconds: number;
  readonly actions: readonly {
    readonly action_path: readonly string[];
    readonly critical_self_seconds: number;
    readonly share: number;
    readonly count: number;
    readonly example: PlaceAnswer;
    readonly set_apart: readonly SetApartAnswer[];
  }[];
  readonly gaps: readonly {
    readonly action_path: readonly string[];
    readonly after: ItemAnswer | null;
    readonly before: ItemAnswer | null;
    readonly seconds: number;
    readonly example: PlaceAnswer;
  }[];
}

export interface DifferenceAnswer {
  readonly kind: DivergenceKind;
  readonly action_path: readonly string[];
  readonly a: PlaceAnswer | null;
  readonly b: PlaceAnswer | null;
  readonly field?: string;
  readonly values?: { readonly a: unknown; readonly b: unknown };
  readonly message_type?: string;
  readonly before: readonly Message[];
}

export interface DiffAnswer {
  readonly same: boolean;
  readonly first: DifferenceAnswer | null;
  readonly differences: readonly DifferenceAnswer[];
}

/** One object an action type, as `clew stats --json` prints them. */
export interface StatsAnswer {
  readonly action_type: string;
  readonly count: number;
  readonly failed: number;
  readonly incomplete: number;
  readonly p50_seconds: number | undefined;
  readonly p95_seconds: number | undefined;
  readonly p99_seconds: number | undefined;
  readonly self_seconds: number;
  /** How many were read, where the log was sampled: `count` then has those that were left out, too. */
  readonly read?: number;
}
