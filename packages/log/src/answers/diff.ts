// The answer of `clew diff --json`: where two tasks, or two logs, part.

import type { DiffReport, Divergence, DivergenceKind } from "clew/explain";
import type { Message } from "clew/parse";
import { type PlaceAnswer, placeJson } from "./places.js";

export interface DiffAnswer {
  readonly same: boolean;
  readonly first: DifferenceAnswer | null;
  readonly differences: readonly DifferenceAnswer[];
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

export function diffJson({ same, first, differences }: DiffReport): DiffAnswer {
  return {
    same,
    first: first === undefined ? null : differenceJson(first),
    differences: differences.map(differenceJson),
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
