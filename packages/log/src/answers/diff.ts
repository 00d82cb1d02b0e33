// The answer of `clew diff --json`: where two tasks, or two logs, part.

import type { Change, ChangeKind, DiffReport, Divergence, DivergenceKind } from "clew/explain";
import type { Message } from "clew/parse";
import { type PlaceAnswer, placeJson } from "./places.js";
import { diffSentence } from "./sentences/index.js";
import { type BetweenAnswer, betweenJson, type SuspectAnswer, suspectJson } from "./suspects.js";

export interface DiffAnswer {
  /** The way of comparing: tasks in pairs, or their populations; then `changes`, `improved`, `mix` and `suspects` are there. */
  readonly mode: "pairs" | "changes";
  readonly same: boolean;
  /** The first line of the command: the first difference, the change that leads, or that there is none. */
  readonly sentence: string;
  readonly first: DifferenceAnswer | null;
  readonly differences: readonly DifferenceAnswer[];
  readonly changes?: readonly ChangeAnswer[];
  /** What failed less or took less time in b, for sure. */
  readonly improved?: readonly ChangeAnswer[];
  readonly mix?: readonly { readonly action_type: string; readonly a: number; readonly b: number }[];
  readonly between?: readonly BetweenAnswer[];
  readonly suspects?: readonly SuspectAnswer[];
}

/** Something that is not as it was about one kind of action: an action type under its parent's type. */
export interface ChangeAnswer {
  readonly action_path: readonly string[];
  readonly kind: ChangeKind;
  readonly item?: string;
  /** The value of the field that suspects are values of: whose change it is. */
  readonly value?: string;
  readonly a: { readonly yes: number; readonly of: number };
  readonly b: { readonly yes: number; readonly of: number };
  readonly p: number;
  readonly confidence: number;
  readonly sure: boolean;
  readonly extra_seconds_per_task: number;
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

export function diffJson(report: DiffReport): DiffAnswer {
  const { mode, same, first, differences, changed, improved } = report;
  return {
    mode,
    same,
    sentence: diffSentence(report),
    first: first === undefined ? null : differenceJson(first),
    differences: differences.map(differenceJson),
    ...(changed === undefined
      ? {}
      : {
          changes: changed.changes.map(changeJson),
          improved: improved.map(changeJson),
          mix: changed.mix.map(({ actionType, a, b }) => ({ action_type: actionType, a, b })),
          between: changed.between.map(betweenJson),
          suspects: changed.suspects.map(suspectJson),
        }),
  };
}

function changeJson(change: Change): ChangeAnswer {
  const { actionPath, kind, item, value, a, b, p, confidence, sure, extraSecondsPerTask } = change;
  return {
    action_path: actionPath,
    kind,
    ...(item === undefined ? {} : { item }),
    ...(value === undefined ? {} : { value }),
    a,
    b,
    p,
    confidence,
    sure,
    extra_seconds_per_task: extraSecondsPerTask,
  };
}

function differenceJson({ kind, actionPath, a, b, field, values, messageType, before }: Divergence): DifferenceAnswer {
  return {
    kind,
    action_path: actionPath,
    a: a && placeJson(a),
    b: b && placeJson(b),
    ...(field === undefined ? {} : { field }),
    ...(values === undefined ? {} : { values }),
    ...(messageType === undefined ? {} : { message_type: messageType }),
    before,
  };
}
