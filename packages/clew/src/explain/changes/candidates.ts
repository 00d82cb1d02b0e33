// All that may have changed about a kind of action, tried one by one: what it holds and lacks, that it failed, its own
// time, the time between the two ends of a call, and how often something comes in it.

import { type Counts, designEffect, gain, logChance, logRankChance } from "../apart/index.js";
import type { Kind, Kinds } from "./kinds.js";
import type { Population } from "./population.js";

export type ChangeKind = "contains" | "lacks" | "failed" | "own_time" | "count" | "between";

/** A change of a kind of action, before it is known whether it follows from another one. */
export interface Candidate {
  readonly kind: Kind;
  readonly what: ChangeKind;
  /** What is held, is missing, or comes more often. */
  readonly item: number | undefined;
  /** Seconds above which an own time, or times at which something comes, count as changed. */
  readonly above: number;
  /** Of times at which something comes, whether fewer count. */
  readonly fewer?: boolean;
  /** `these` are those of b. */
  readonly counts: Counts;
  /** The logarithm of the probability that chance does as much; Fisher's test, or Mann and Whitney's. */
  readonly logChance: number;
  /** Half of the G statistic. */
  readonly gain: number;
  /** Seconds that all actions of the kind took more, over what they would have taken in a. */
  readonly extraSeconds: number;
}

export interface Candidates {
  readonly found: readonly Candidate[];
  /** Those that with so many observations could have come out. */
  readonly tried: number;
}

/** The chance below which an outcome could count: what cannot reach it, whatever is observed, is not tried (Tarone). */
const REACHABLE = Math.log(0.001);
/** The least that is looked at further. */
const WORTH = Math.log(0.2);
/** Parts of a's times above which b's are counted: a shift of all shows at the middle, one of a few at the end. */
/** From minute to minute a machine is some percent faster or slower: only what is above by more than that is tested. */
const MARGIN = 1.1;
const QUANTILES = [0.5, 0.75, 0.9, 0.97, 1];

/** Tries all kinds of action that both populations have. */
export function candidatesOf(a: Population, b: Population, kinds: Kinds): Candidates {
  const found: Candidate[] = [];
  let tried = 0;
  for (const kind of kinds.all()) {
    const rowsA = a.rowsOf(kind.number).filter((row) => a.ended[row] === 1);
    const rowsB = b.rowsOf(kind.number).filter((row) => b.ended[row] === 1);
    if (rowsA.length < 2 || rowsB.length < 2) continue;
    const sides: Sides = { a, b, rowsA, rowsB, kind };
    for (const one of [...itemChanges(sides, kinds), failedChange(sides), ...timeChanges(sides)]) {
      if (one === undefined) continue;
      tried += one.tried;
      if (one.candidate !== undefined && one.candidate.logChance < WORTH) found.push(one.candidate);
    }
  }
  return { found, tried };
}

interface Sides {
  readonly a: Population;
  readonly b: Population;
  readonly rowsA: readonly number[];
  readonly rowsB: readonly number[];
  readonly kind: Kind;
}

interface Tried {
  readonly tried: number;
  readonly candidate: Candidate | undefined;
}

function* itemChanges({ a, b, rowsA, rowsB, kind }: Sides, kinds: Kinds): Generator<Tried> {
  const counts = new Map<number, { a: Map<number, number>; b: Map<number, number> }>();
  const count = (side: "a" | "b", population: Population, rows: readonly number[]) => {
    for (const row of rows) {
      for (const item of population.items(row)) {
        let known = counts.get(item);
        if (known === undefined) {
          known = { a: new Map(), b: new Map() };
          counts.set(item, known);
        }
        known[side].set(row, (known[side].get(row) ?? 0) + 1);
      }
    }
  };
  count("a", a, rowsA);
  count("b", b, rowsB);
  for (const [item, times] of counts) {
    if (kinds.isResult(kinds.item(item)) || kinds.item(item).role === "error") continue;
    const these = rowsB.length;
    const others = rowsA.length;
    const more = times.b.size * others >= times.a.size * these;
    const held = { these, theseWith: times.b.size, others, othersWith: times.a.size };
    const event = more
      ? held
      : { these, theseWith: these - held.theseWith, others, othersWith: others - held.othersWith };
    const effect = itemEffect(times, a, b, rowsA, rowsB);
    yield tryCounts(event, effect, 2, { kind, item, what: more ? "contains" : "lacks", above: 0 });
    if (kinds.item(item).role === "child") yield tryTimes(times, { a, b, rowsA, rowsB, kind }, item);
  }
}

function itemEffect(
  times: { readonly a: ReadonlyMap<number, number>; readonly b: ReadonlyMap<number, number> },
  a: Population,
  b: Population,
  rowsA: readonly number[],
  rowsB: readonly number[],
): number {
  return Math.max(
    designEffect(
      rowsA.map((row) => (times.a.has(row) ? 1 : 0)),
      rowsA.map((row) => a.task[row] as number),
    ),
    designEffect(
      rowsB.map((row) => (times.b.has(row) ? 1 : 0)),
      rowsB.map((row) => b.task[row] as number),
    ),
  );
}

/** Whether something comes more often, or more seldom, in one action. */
function tryTimes(
  times: { readonly a: ReadonlyMap<number, number>; readonly b: ReadonlyMap<number, number> },
  { b, rowsA, rowsB, kind }: Sides,
  item: number,
): Tried {
  const usual = Int32Array.from(rowsA, (row) => times.a.get(row) ?? 0).sort();
  const now = rowsB.map((row) => times.b.get(row) ?? 0);
  const tasks = rowsB.map((row) => b.task[row] as number);
  const at = (part: number) => usual[Math.max(0, Math.ceil(part * usual.length) - 1)] as number;
  let best: Tried = { tried: 0, candidate: undefined };
  const tests = [0.5, 0.9, 1].flatMap((part) => [
    { limit: Math.max(1, at(part)), fewer: false },
    { limit: Math.max(2, at(1 - part)), fewer: true },
  ]);
  for (const { limit, fewer } of tests) {
    const shows = fewer ? (each: number) => each < limit : (each: number) => each > limit;
    const event = {
      these: now.length,
      theseWith: now.filter(shows).length,
      others: usual.length,
      othersWith: usual.filter(shows).length,
    };
    if (event.theseWith === 0) continue;
    const effect = designEffect(
      now.map((each) => (shows(each) ? 1 : 0)),
      tasks,
    );
    const one = tryCounts(event, effect, tests.length, { kind, item, what: "count", above: limit, fewer });
    if (best.candidate === undefined || (one.candidate?.logChance ?? 0) < best.candidate.logChance) best = one;
  }
  return best;
}

function failedChange({ a, b, rowsA, rowsB, kind }: Sides): Tried {
  const failedB = rowsB.filter((row) => b.failed[row] === 1);
  const failedA = rowsA.filter((row) => a.failed[row] === 1);
  const effect = Math.max(
    designEffect(
      rowsB.map((row) => b.failed[row] as number),
      rowsB.map((row) => b.task[row] as number),
    ),
    designEffect(
      rowsA.map((row) => a.failed[row] as number),
      rowsA.map((row) => a.task[row] as number),
    ),
  );
  const counts = { these: rowsB.length, theseWith: failedB.length, others: rowsA.length, othersWith: failedA.length };
  return tryCounts(counts, effect, 1, { kind, item: undefined, what: "failed", above: 0 });
}

function tryCounts(
  counts: Counts,
  effect: number,
  views: number,
  what: Pick<Candidate, "kind" | "item" | "what" | "above" | "fewer">,
): Tried {
  const fewer = shrunk(counts, effect);
  const chance = logChance(fewer) + Math.log(views);
  const tried = mostTelling(fewer) < REACHABLE ? 1 : 0;
  if (counts.theseWith === 0) return { tried, candidate: undefined };
  return { tried, candidate: { ...what, counts, logChance: Math.min(0, chance), gain: gain(fewer), extraSeconds: 0 } };
}

/** Counts as there would be of independent observations. */
function shrunk({ these, theseWith, others, othersWith }: Counts, effect: number): Counts {
  if (effect <= 1) return { these, theseWith, others, othersWith };
  const part = (n: number) => Math.max(1, Math.round(n / effect));
  const share = (having: number, n: number) => Math.round((having / n) * part(n));
  return {
    these: part(these),
    theseWith: share(theseWith, these),
    others: part(others),
    othersWith: share(othersWith, others),
  };
}

function mostTelling({ these, theseWith, others, othersWith }: Counts): number {
  const having = theseWith + othersWith;
  return logChance({ these, theseWith: Math.min(these, having), others, othersWith: Math.max(0, having - these) });
}

function timeChanges({ a, b, rowsA, rowsB, kind }: Sides): (Tried | undefined)[] {
  const what = kind.callee === undefined ? "own_time" : "between";
  const [columnA, columnB] = what === "own_time" ? [a.own, b.own] : [a.between, b.between];
  const usedA = rowsA.filter((row) => !Number.isNaN(columnA[row]));
  const usedB = rowsB.filter((row) => !Number.isNaN(columnB[row]));
  if (usedA.length < 2 || usedB.length < 2) return [];
  const timesA = usedA.map((row) => columnA[row] as number);
  const timesB = usedB.map((row) => columnB[row] as number);
  const tasksB = usedB.map((row) => b.task[row] as number);
  const tasksA = usedA.map((row) => a.task[row] as number);
  const effect = Math.max(designEffect(timesB.map(logarithm), tasksB), designEffect(timesA.map(logarithm), tasksA));
  const sorted = Float64Array.from(timesA).sort();
  // Times that several clocks tell are worth no more than the clocks agree.
  const blur = what === "own_time" ? most(usedA, a.blur) + most(usedB, b.blur) : 0;
  let best: { counts: Counts; chance: number; above: number } | undefined;
  for (const part of QUANTILES) {
    const above = MARGIN * (sorted[Math.max(0, Math.ceil(part * sorted.length) - 1)] as number) + blur;
    const counts = {
      these: timesB.length,
      theseWith: timesB.filter((time) => time > above).length,
      others: timesA.length,
      othersWith: timesA.filter((time) => time > above).length,
    };
    const chance = logChance(shrunk(counts, effect));
    if (best === undefined || chance < best.chance) best = { counts, chance, above };
  }
  const ranks = logRankChance([{ these: timesB.map((time) => (time - blur) / MARGIN), others: timesA }], effect);
  const views = Math.log(QUANTILES.length + 1);
  const chance = Math.min(ranks, best?.chance ?? 0) + views;
  const { counts, above } = best as { counts: Counts; above: number };
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const extraSeconds = (mean(timesB) - mean(timesA)) * timesB.length;
  const candidate = {
    kind,
    what,
    item: undefined,
    above,
    counts,
    logChance: Math.min(0, chance),
    gain: gain(counts),
    extraSeconds,
  } as const;
  const least = Math.min(timesA.length, timesB.length) / effect;
  return [{ tried: least >= 4 ? 1 : 0, candidate }];
}

function most(rows: readonly number[], values: Float32Array): number {
  return rows.reduce((highest, row) => Math.max(highest, values[row] as number), 0);
}

function logarithm(seconds: number): number {
  return Math.log(Math.max(seconds, 1e-5));
}

export function isTime({ what }: Candidate): boolean {
  return what === "own_time" || what === "between";
}
