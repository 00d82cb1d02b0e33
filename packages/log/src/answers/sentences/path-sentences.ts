// The sentences about a way that tasks took. The command prints them, and the page shows them: both say the same.

import type { PathReport } from "clew/explain";
import { howSure, nameSetApart, sharesText } from "./set-apart-words.js";

/** Fewer show next to nothing, whatever they have in common. */
const FEW = 6;

/**
 * How often a way was taken, and for what, in a sentence; the way is given in words.
 *
 * ```ts
 * import { pathSentence } from "@clew/log";
 *
 * const report = { matched: 3, population: 3, setApart: [], partedAt: undefined, example: { taken: undefined, notTaken: undefined } };
 * console.log(pathSentence(report, "charge")); // charge came in 3 of 3: always, so there is nothing to compare it with.
 * ```
 */
export function pathSentence({ setApart, matched, population, partedAt }: PathReport, way: string): string {
  const where = partedAt === undefined ? "" : ` ${partedAt.actionPath.at(-1)}`;
  const how = `${way} came in ${matched} of ${population}${where}`;
  const [first, ...rest] = setApart;
  if (first !== undefined) {
    const shares = sharesText(first, "those", "the others");
    const more = rest.map((entry) => ` Then ${nameSetApart(entry)}: ${sharesText(entry, "those", "the others")}.`);
    return `${how}, ${howSure(first.confidence)} because of ${nameSetApart(first)}: ${shares}.${more.join("")}`;
  }
  if (matched === 0) return `${way} came nowhere.`;
  if (matched === population) return `${how}: always, so there is nothing to compare it with.`;
  if (Math.min(matched, population - matched) < FEW) return `${how}: too few to tell why.`;
  return `${how}. Nothing that was known before sets those apart by more than chance might.`;
}
