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

/** The weights of the numbers of `evidenceOf`, in their order, as `npm run fit:answers` learns them. */
export const WEIGHTS: readonly number[] = [
  0.8, 0.97, 0.2, 1.55, 1.18, 1.62, 0.06, 1.05, 2.93, 1.55, -0.77, 1.54, -0.73, -0.33, -0.27, -0.59, 0.1, 0.49,
];

/** How much a change speaks for the place in which it shows, as log-odds against another one. */
export function strengthOf(evidence: readonly number[]): number {
  let sum = 0;
  for (let i = 0; i < WEIGHTS.length; i++) sum += (WEIGHTS[i] as number) * (evidence[i] ?? 0);
  return sum;
}
