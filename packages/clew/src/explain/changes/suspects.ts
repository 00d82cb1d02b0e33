// Who is to blame: the evidence of all changes, summed by the values of a field.

import type { Suspect } from "./change-report.js";

/** A change's evidence for a value. */
export interface Evidence {
  readonly value: string;
  readonly strength: number;
  readonly text: string;
}

/** What a suspect's score is worth as a probability. */
export interface Scaling {
  readonly offset: number;
  readonly score: number;
  /** Of the first, its distance to the second; of another, that to the first, below 0. */
  readonly lead: number;
  readonly lag: number;
  /** What the probability that comes of these is worth, on systems that they were not learnt on. */
  readonly beta: { readonly above: number; readonly below: number; readonly offset: number };
}

/**
 * Platt's scaling of a sum of evidence and of its distance to the others, and the beta calibration of that (Kull, Silva Filho and
 * Flach), learnt on 480 generated cases and calibrated on 480 others, for the weights in force; `npm run fit:answers 8` does it anew.
 */
export const SCALING: Scaling = {
  offset: -5.636,
  score: 0.785,
  lead: 0.505,
  lag: 0.186,
  beta: { above: 1.277, below: 0.808, offset: 0.834 },
};
const MOST_REASONS = 3;

export function suspectsOf(evidence: readonly Evidence[], field: string): Suspect[] {
  return scoresOf(evidence).map((one) => {
    const { value, score, strongest } = one;
    return { field, value, score, confidence: calibrated(one, SCALING), because: reasons(strongest) };
  });
}

/** What speaks for a value, summed. */
export interface Score {
  readonly value: string;
  readonly score: number;
  /** Of the first, its distance to the second; else 0. */
  readonly lead: number;
  /** Of another than the first, its distance to it, at most 0; else 0. */
  readonly lag: number;
  readonly strongest: readonly Evidence[];
}

/** The sums of all evidence by value, the highest first. */
export function scoresOf(evidence: readonly Evidence[]): Score[] {
  const byValue = new Map<string, Evidence[]>();
  for (const one of evidence) {
    const known = byValue.get(one.value);
    if (known === undefined) byValue.set(one.value, [one]);
    else known.push(one);
  }
  const scores = [...byValue].map(([value, all]) => {
    const strongest = [...all].sort((x, y) => y.strength - x.strength);
    return { value, score: logSum(all.map(({ strength }) => strength)), strongest };
  });
  scores.sort((x, y) => y.score - x.score);
  const [first, second] = scores;
  return scores.map((one, i) => ({
    ...one,
    lead: i === 0 ? one.score - (second?.score ?? 0) : 0,
    lag: i === 0 ? 0 : one.score - (first?.score ?? 0),
  }));
}

/** The probability that a suspect is to blame. */
export function calibrated({ score, lead, lag }: Pick<Score, "score" | "lead" | "lag">, scaling: Scaling): number {
  const { beta } = scaling;
  const odds = scaling.offset + scaling.score * score + scaling.lead * lead + scaling.lag * lag;
  // The logarithms of the probability and of its opposite; neither is ever of 0.
  const [log, logOpposite] = [-Math.log1p(Math.exp(-odds)), -Math.log1p(Math.exp(odds))];
  return 1 / (1 + Math.exp(-(beta.offset + beta.above * log - beta.below * logOpposite)));
}

function reasons(strongest: readonly Evidence[]): string[] {
  return [...new Set(strongest.map(({ text }) => text))].slice(0, MOST_REASONS);
}

function logSum(values: readonly number[]): number {
  const most = Math.max(...values);
  return most + Math.log(values.reduce((sum, value) => sum + Math.exp(value - most), 0));
}

/** The same where there is nothing to compare with: by how often what went wrong began where. */
export function suspectsByCount(
  told: readonly { readonly value: string; readonly count: number; readonly text: string }[],
  field: string,
): Suspect[] {
  const sums = new Map<string, { count: number; because: string[] }>();
  let total = 0;
  for (const { value, count, text } of [...told].sort((x, y) => y.count - x.count)) {
    const sum = sums.get(value) ?? { count: 0, because: [] };
    sum.count += count;
    if (sum.because.length < MOST_REASONS) sum.because.push(text);
    sums.set(value, sum);
    total += count;
  }
  return [...sums]
    .sort(([, x], [, y]) => y.count - x.count)
    .map(([value, { count, because }]) => ({
      field,
      value,
      score: count,
      // Laplace's rule of succession, shared by all that were seen.
      confidence: (count + 1) / (total + sums.size + 1),
      because,
    }));
}
