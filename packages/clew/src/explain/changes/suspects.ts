// Who is to blame: the evidence of all changes, summed by the values of a field.

import type { Suspect } from "./change-report.js";

/** A change's evidence for a value. */
export interface Evidence {
  readonly value: string;
  readonly strength: number;
  readonly text: string;
}

/** What the numbers of `standingOf` count for in the log-odds of a suspect's being to blame. */
export interface Scaling {
  readonly offset: number;
  readonly score: number;
  readonly lead: number;
  readonly lag: number;
}

/** Platt's scaling, as `npm run fit:answers 6` learns it. */
export const SCALING: Scaling = { offset: -5.467, score: 0.759, lead: 0.938, lag: 0.622 };
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

/**
 * A suspect's score, and the square roots of its lead and of its lag, which is below 0: how far it is from the others tells most
 * where it is little.
 */
export function standingOf({ score, lead, lag }: Pick<Score, "score" | "lead" | "lag">) {
  return { score, lead: Math.sqrt(lead), lag: -Math.sqrt(-lag) };
}

/** The probability that a suspect is to blame. */
export function calibrated(one: Pick<Score, "score" | "lead" | "lag">, scaling: Scaling): number {
  const { score, lead, lag } = standingOf(one);
  return 1 / (1 + Math.exp(-(scaling.offset + scaling.score * score + scaling.lead * lead + scaling.lag * lag)));
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
