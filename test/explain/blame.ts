// How often the one that is to blame is named first, over generated cases of each kind of fault: the same for all systems.

import { type ChangeReport, diffTrees, explainFailures, findSlow, type SetApart } from "clew/explain";
import type { Message } from "clew/parse";
import { describeBins, type Statement } from "./bins.js";
import { accuracy, mean, percent, treesOf } from "./tally.js";

/** Usual minutes, minutes with faults, and who is to blame for these. */
export interface BlamedCase {
  readonly a: readonly Message[];
  readonly b: readonly Message[];
  readonly culprits: readonly string[];
}

/**
 * Cases of some faults, as `make` makes them of a seed, each in a system of its own: two faults in one system are found or
 * missed for one cause. Of 400 seeds those count in which the faults struck.
 */
export function* casesOf<C>(make: (seed: number) => C | undefined, first: number, count: number): Generator<C> {
  let made = 0;
  for (let seed = first; made < count && seed < first + 400; seed++) {
    const one = make(seed);
    if (one === undefined) continue;
    made++;
    yield one;
  }
}

async function changesOf({ a, b }: Pick<BlamedCase, "a" | "b">): Promise<ChangeReport> {
  const { changed } = await diffTrees(treesOf(a), treesOf(b), { mode: "changes" });
  return changed as ChangeReport;
}

/** How right `diff` is about who is to blame; printed, too. */
export interface Blame {
  readonly cases: number;
  /** AC@1. */
  readonly first: number;
  /** How far the worst bin of confidence is off, beyond what is chance. */
  readonly beyondChance: number;
}

/** Asks for the suspects of each case of each kind of faults. */
export async function blameOf<K extends string>(
  kinds: readonly (readonly K[])[],
  cases: (kinds: readonly K[], number: number) => Iterable<BlamedCase>,
): Promise<Blame> {
  const first: number[] = [];
  const among: number[] = [];
  const statements: Statement[] = [];
  for (const [number, kind] of kinds.entries()) {
    const ofKind: number[] = [];
    for (const one of cases(kind, number)) {
      const { suspects } = await changesOf(one);
      const ranked = suspects.map(({ value }) => value);
      ofKind.push(accuracy(ranked, one.culprits, 1));
      among.push(accuracy(ranked, one.culprits, 3));
      for (const { value, confidence } of suspects) {
        statements.push({ confidence, right: one.culprits.includes(value) });
      }
    }
    first.push(...ofKind);
    console.info(`${kind.join(" + ").padEnd(32)} ${ofKind.length} cases, first ${percent(mean(ofKind))}`);
  }
  console.info(`all: ${first.length} cases, AC@1 ${percent(mean(first))}, AC@3 ${percent(mean(among))}`);
  const { lines, beyondChance } = describeBins(statements);
  for (const line of lines) console.info(line);
  return { cases: first.length, first: mean(first), beyondChance };
}

/** What is said to have changed for sure: for worse, or in a way that is neither, and for better. */
export async function surelyChanged({
  a,
  b,
}: Pick<BlamedCase, "a" | "b">): Promise<Record<"diff" | "better", boolean>> {
  const { changed, improved } = await diffTrees(treesOf(a), treesOf(b), { mode: "changes" });
  return { diff: changed?.changes.some(({ sure }) => sure) === true, better: improved.length > 0 };
}

/**
 * In how many pairs of usual minutes each question names something though nothing is wrong. Of what sets slow actions apart
 * only that counts for which one of `slow` says so, by its name: some differences are true in every minute.
 */
export async function claimsIn<K extends string>(
  pairs: readonly Pick<BlamedCase, "a" | "b">[],
  slow: Readonly<Record<K, (entry: SetApart) => boolean>>,
): Promise<Record<K | "diff" | "better" | "why", number>> {
  const counts = new Map<string, number>(["diff", "better", "why", ...Object.keys(slow)].map((name) => [name, 0]));
  const count = (name: string, isNamed: boolean) => counts.set(name, (counts.get(name) ?? 0) + Number(isNamed));
  for (const { a, b } of pairs) {
    for (const [name, isNamed] of Object.entries(await surelyChanged({ a, b }))) count(name, isNamed);
    const { failures, loggedErrors } = await explainFailures(treesOf(b));
    count(
      "why",
      [...failures, ...loggedErrors].some(({ setApart }) => setApart.length > 0),
    );
    const { actions } = await findSlow(treesOf(b));
    const apart = actions.flatMap(({ setApart }) => setApart);
    for (const [name, isClaim] of Object.entries<(entry: SetApart) => boolean>(slow)) count(name, apart.some(isClaim));
  }
  const said = Object.fromEntries(counts) as Record<K | "diff" | "better" | "why", number>;
  console.info(`nothing wrong in ${pairs.length} pairs, and yet named: ${JSON.stringify(said)}`);
  return said;
}

/** Whether an entry names a field like these. */
export function names(entry: SetApart, fields: RegExp): boolean {
  return ("all" in entry ? entry.all : [entry]).some(({ field }) => fields.test(field));
}

/** So many pairs of usual minutes, as `make` makes them of a seed and of how far the second is from the first. */
export function usualPairs<P>(make: (seed: number, drift: number) => P, first: number, count: number): P[] {
  return Array.from({ length: count }, (_, i) => make(first + i, [0.05, 0.2, 0.5][i % 3] as number));
}
