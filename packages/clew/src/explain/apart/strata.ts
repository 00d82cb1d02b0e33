// Whether a share differs between two groups within strata: the test of Cochran, Mantel and Haenszel.

import type { Counts } from "./association.js";
import { logNormalTail } from "./ranks.js";

/**
 * The natural logarithm of the probability that within strata as many of these have a value, one-sided, and the part of
 * the difference of the shares that remains within strata (the weights of Mantel and Haenszel).
 */
export function stratified(strata: readonly Counts[]): { readonly logChance: number; readonly difference: number } {
  let excess = 0;
  let variance = 0;
  let difference = 0;
  let weights = 0;
  for (const { these, theseWith, others, othersWith } of strata) {
    const n = these + others;
    if (these === 0 || others === 0 || n < 2) continue;
    const having = theseWith + othersWith;
    excess += theseWith - (these * having) / n;
    variance += (these * others * having * (n - having)) / (n * n * (n - 1));
    const weight = (these * others) / n;
    difference += weight * (theseWith / these - othersWith / others);
    weights += weight;
  }
  return {
    logChance: variance === 0 ? 0 : logNormalTail(excess / Math.sqrt(variance)),
    difference: weights === 0 ? 0 : difference / weights,
  };
}
