// How much a change speaks for the place in which it shows: a few numbers about it, and weights for them that were learnt
// on generated systems (a conditional logit, fitted by test/explain/fit).

import { type Candidate, isTime } from "./candidates.js";
import type { Kinds } from "./kinds.js";

/** What became of a change when those that follow from others were set aside. */
export interface Standing {
  readonly candidate: Candidate;
  /** Chance does not explain it, nor does a mix that drifted. */
  readonly sure: boolean;
  /** The field whose mix explains it. */
  readonly drift: string | undefined;
  /** It does not follow from a change below it. */
  readonly root: boolean;
}

/** The numbers by which a change is judged. */
export function evidenceOf({ candidate, sure, root }: Standing, kinds: Kinds, seconds: number): number[] {
  const { counts, logChance, what, item, extraSeconds } = candidate;
  const time = isTime(candidate);
  const difference = counts.theseWith / counts.these - counts.othersWith / counts.others;
  const surprise = Math.sqrt(Math.min(-logChance, 100));
  const share = Math.max(0, Math.min(1, extraSeconds / Math.max(seconds, 1e-9)));
  const { role, name } = item === undefined ? { role: undefined, name: "" } : kinds.item(item);
  const words = role === "message" && name.includes(": ");
  return [
    sure && root && !time ? 1 : 0,
    sure && root && time ? 1 : 0,
    root ? 1 : 0,
    time ? 0 : surprise,
    time ? surprise : 0,
    time ? 0 : difference,
    time ? difference : 0,
    !time && counts.othersWith === 0 ? 1 : 0,
    time ? Math.sqrt(share) : 0,
    time ? 1 : 0,
    words ? 1 : 0,
    what === "count" ? 1 : 0,
    what === "failed" ? 1 : 0,
    what === "between" ? 1 : 0,
    role === "outcome" ? 1 : 0,
    role === "child" ? 1 : 0,
    what === "lacks" ? 1 : 0,
    time && counts.othersWith === 0 ? 1 : 0,
  ];
}

/** The weights of the numbers of `evidenceOf`, in their order, as `npm run fit:answers 6` learns them. */
export const WEIGHTS: readonly number[] = [
  0.74, 0.33, 0.7, 1.86, 1.05, 0.36, -0.43, 1.44, 1.79, 1.06, 0, 0.67, -0.14, -0.78, -0.02, 0.31, -0.28, 2.07,
];

/** How much a change speaks for the place in which it shows, as log-odds against another one. */
export function strengthOf(evidence: readonly number[]): number {
  let sum = 0;
  for (let i = 0; i < WEIGHTS.length; i++) sum += (WEIGHTS[i] as number) * (evidence[i] ?? 0);
  return sum;
}
