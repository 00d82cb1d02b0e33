// Who is to blame: the evidence of all changes, summed by the values of a field.

import type { Suspect } from "./change-report.js";

/** A change's evidence for a value. */
export interface Evidence {
  readonly value: string;
  readonly strength: number;
  readonly text: string;
}

/**
 * What a sum of evidence, and its distance to the strongest of the others, are worth as a probability: Platt's scaling, as
 * `npm run fit:answers` learns it on 96 generated cases and 24 in which nothing is wrong.
 */
export const PLATT = { offset: -3.811, strength: 0.333, margin: 0.683 };
const MOST_REASONS = 3;

export function suspectsOf(evidence: readonly Evidence[], field: string): Suspect[] {
  return scoresOf(evidence).map(({ value, score, margin, strongest }) => {
    return { field, value, score, confidence: confidenceOf(score, margin), because: reasons(strongest) };
  });
}

/** What speaks for a value, summed. */
export interface Score {
  readonly value: string;
  readonly score: number;
  /** The distance to the strongest of the others. */
  readonly margin: number;
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
  return scores.map((one, i) => ({ ...one, margin: one.score - (scores[i === 0 ? 1 : 0]?.score ?? 0) }));
}

function confidenceOf(score: number, margin: number): number {
  return 1 / (1 + Math.exp(-(PLATT.offset + PLATT.strength * score + PLATT.margin * margin)));
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
