// Suspects, as `why`, `slow` and `diff` name them: values of a field, with all the evidence for each.

import type { BetweenEnds, Suspect } from "clew/explain";

export interface SuspectAnswer {
  readonly field: string;
  readonly value: string;
  /** Higher is likelier; the scale has no meaning of its own. */
  readonly score: number;
  readonly confidence: number;
  readonly because: readonly string[];
}

export function suspectJson({ field, value, score, confidence, because }: Suspect): SuspectAnswer {
  return { field, value, score, confidence, because };
}

/** Calls between two places that took longer on the way than they did before. */
export interface BetweenAnswer {
  readonly from: string;
  readonly to: string;
  readonly seconds: number;
  readonly explained_by: "from" | "to" | null;
  readonly affected: { readonly from: readonly [number, number]; readonly to: readonly [number, number] };
}

export function betweenJson({ from, to, seconds, explainedBy, affected }: BetweenEnds): BetweenAnswer {
  return { from, to, seconds, explained_by: explainedBy ?? null, affected };
}
