// How often answers name who is to blame, and whether they are as sure as they are right.

import { type Message, Parser } from "clew/parse";

export function treesOf(messages: readonly Message[]) {
  const parser = new Parser();
  for (const message of messages) parser.add(message);
  return [...parser.end()];
}

/** As RCAEval has it: of the first k, the share that is to blame, by the smaller of k and the number of culprits. */
export function accuracy(ranked: readonly string[], culprits: readonly string[], k: number): number {
  return ranked.slice(0, k).filter((value) => culprits.includes(value)).length / Math.min(k, culprits.length);
}

export const percent = (share: number) => `${(100 * share).toFixed(0)} %`.padStart(6);
export const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

/** A tenth with fewer statements says nothing about itself: its share of right ones may be off by a fifth by chance. */
const ENOUGH = 30;

/** Of statements with a confidence, by tenths: how many there are, and how many of them are right. */
export class Tenths {
  readonly #tenths = Array.from({ length: 10 }, () => ({ count: 0, right: 0, claimed: 0 }));

  add(confidence: number, right: boolean): void {
    const tenth = this.#tenths[Math.min(9, Math.floor(confidence * 10))];
    if (tenth === undefined) throw new RangeError(`${confidence} is no probability`);
    tenth.count++;
    tenth.claimed += confidence;
    if (right) tenth.right++;
  }

  /** How far the worst tenth with enough statements is off what it claims. */
  print(): number {
    let worst = 0;
    this.#tenths.forEach(({ count, right, claimed }, i) => {
      if (count === 0) return;
      const few = count < ENOUGH ? "  (too few to judge)" : "";
      console.info(
        `  confidence from ${(i / 10).toFixed(1)}: ${count} statements, right ${percent(right / count)}, claimed ${percent(claimed / count)}${few}`,
      );
      if (count >= ENOUGH) worst = Math.max(worst, Math.abs(right - claimed) / count);
    });
    return worst;
  }
}
