// How often answers name who is to blame.

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
