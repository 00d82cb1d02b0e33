// What sets some tasks apart from others: the values that are so much more frequent in them that chance does not explain
// it, over all values there are. The best comes first; what it explains already is not said again.

import { gain, logChance, uncertainty } from "./association.js";
import type { Candidate, Unit } from "./candidate.js";
import { ANYWHERE, type FeatureNumbers } from "./feature.js";
import { bestLimits, isBeyond } from "./limits.js";
import { bestPair } from "./pairs.js";

/** A value that sets tasks apart, a number's limit, or values that only count together. Shares go from 0 to 1. */
export type SetApart = SetApartValue | SetApartAbove | SetApartBelow | SetApartTogether;

/** In how many it is, and how sure it is that it goes with the cause and not with chance. */
interface Shares {
  readonly inThese: number;
  readonly inOthers: number;
  readonly confidence: number;
}

export interface SetApartValue extends Shares {
  /** `action_type.field` or `message_type.field`, deeper keys dotted; for the mere presence of a message its type. */
  readonly field: string;
  readonly value: unknown;
}

/** A number that matters by its size. */
export interface SetApartAbove extends Shares {
  readonly field: string;
  readonly above: number;
}

export interface SetApartBelow extends Shares {
  readonly field: string;
  readonly below: number;
}

export interface SetApartTogether extends Shares {
  readonly all: readonly { readonly field: string; readonly value: unknown }[];
}

/**
 * The chance of naming anything at all where nothing is to be named. A report asks this of several groups, and of each in
 * several rounds, so it is well below one in a hundred.
 */
const LEVEL = Math.log(0.002);
/** What cannot come to this chance, however it falls, is not tried. */
const REACHABLE = Math.log(0.01);
/** A value seen in fewer of these tasks is an anecdote. */
const LEAST_SUPPORT = 2;
const MOST_ENTRIES = 5;

/** What was found. */
export interface Apart {
  /** The most telling first; empty where chance may be all there is. */
  readonly entries: readonly SetApart[];
  /** How much of what there is to know about who is apart the first entry tells, from 0 to 1. */
  readonly explained: number;
  /** Of the units of the first kind the place of the first that has what the first entry names. */
  readonly example: number | undefined;
}

/** What was found in a round: values, or a limit. */
interface Found {
  readonly holds: (unit: Unit) => boolean;
  readonly named: Named;
  readonly logChance: number;
}

type Named =
  | { readonly field: string; readonly value: unknown }
  | { readonly field: string; readonly above: number }
  | { readonly field: string; readonly below: number }
  | { readonly all: readonly { readonly field: string; readonly value: unknown }[] };

/** In how many tasks that are as usual a feature was. */
export type UsualCounts = ReadonlyMap<number, number>;

/**
 * Finds what sets the units of the first kind apart. Of values that tell the same here, such as a version and the host that
 * alone has it, the one is meant that was the rarer as long as all was as usual.
 */
export function setApart(units: readonly Unit[], features: FeatureNumbers, usual: UsualCounts = new Map()): Apart {
  const entries: SetApart[] = [];
  let explained = 0;
  let example: number | undefined;
  let left = units;
  for (let round = 0; round < MOST_ENTRIES; round++) {
    const found = mostTellingOf(left, features, round === 0, usual);
    if (found === undefined) break;
    const entry: SetApart = { ...found.named, ...sharesOf(found, units), confidence: confidenceOf(found.logChance) };
    if (round === 0) {
      explained = explainedBy(entry, units);
      example = units.filter((unit) => unit.these).findIndex(found.holds);
    }
    entries.push(entry);
    left = left.filter((unit) => !found.holds(unit));
  }
  return { entries, explained, example };
}

function mostTellingOf(
  units: readonly Unit[],
  features: FeatureNumbers,
  withPairs: boolean,
  usual: UsualCounts,
): Found | undefined {
  const { candidates, reachable } = countFeatures(units, features);
  const limits = bestLimits(units);
  const tried = Math.log(Math.max(1, reachable + limits.length));
  const best = mostTelling(candidates, tried, usual);
  const pair = withPairs ? bestPair(units, candidates, best?.gain ?? 0, LEVEL) : undefined;
  const found = pair ?? (best === undefined ? undefined : [best]);
  const [limit] = limits
    .filter((one) => one.logChance + tried < LEVEL)
    .sort((a, b) => b.gain - a.gain || features.field(a.field).rank - features.field(b.field).rank);
  // A limit is the best of many that were tried, so it must tell more than a value by as much as that.
  if (
    limit !== undefined &&
    limit.gain - Math.log(limit.tried) / 2 > (pair === undefined ? (best?.gain ?? 0) : pairGain(pair, units))
  ) {
    const { field } = features.field(limit.field);
    const named = limit.side === "above" ? { field, above: limit.limit } : { field, below: limit.limit };
    return { named, holds: (unit) => isBeyond(unit, limit), logChance: limit.logChance + tried };
  }
  if (found === undefined) return undefined;
  const holds = (unit: Unit) => found.every(({ number }) => has(unit, number));
  const values = found.map(({ feature: { field, value } }) => ({ field, value }));
  const chance = Math.max(...found.map((one) => logChance(one))) + tried;
  const [only] = values;
  return {
    named: values.length === 1 && only !== undefined ? only : { all: values },
    holds,
    logChance: Math.min(LEVEL, chance),
  };
}

function pairGain(pair: readonly Candidate[], units: readonly Unit[]): number {
  const counts = { these: 0, theseWith: 0, others: 0, othersWith: 0 };
  for (const unit of units) {
    const both = pair.every(({ number }) => has(unit, number)) ? 1 : 0;
    if (unit.these) {
      counts.these++;
      counts.theseWith += both;
    } else {
      counts.others++;
      counts.othersWith += both;
    }
  }
  return gain(counts);
}

/**
 * The probability that a finding is none of chance's, where one in two that are looked for are there: the bound of Sellke,
 * Bayarri and Berger, -e p ln p.
 */
export function confidenceOf(logChance: number): number {
  const p = Math.exp(logChance);
  return logChance >= -1 ? 0.5 : 1 / (1 + Math.max(0, -Math.E * p * logChance));
}

function explainedBy({ inThese, inOthers }: SetApart, units: readonly Unit[]): number {
  const these = units.filter((unit) => unit.these).length;
  const others = units.length - these;
  return (
    gain({ these, theseWith: inThese * these, others, othersWith: inOthers * others }) / uncertainty(these, others)
  );
}

function sharesOf({ holds }: Found, units: readonly Unit[]): { readonly inThese: number; readonly inOthers: number } {
  const counts = { these: 0, theseWith: 0, others: 0, othersWith: 0 };
  for (const unit of units) {
    counts[unit.these ? "these" : "others"]++;
    if (holds(unit)) counts[unit.these ? "theseWith" : "othersWith"]++;
  }
  const { these, theseWith, others, othersWith } = counts;
  return { inThese: theseWith / these, inOthers: others === 0 ? 0 : othersWith / others };
}

function has(unit: Unit, number: number): boolean {
  const { features } = unit;
  for (let i = 0; i < features.length; i++) if (features[i] === number) return true;
  return false;
}

/**
 * Counts each feature in both groups, for those that are more frequent in the first; and how many features there are
 * that, as often as they come, could be told apart at all (Tarone): the others do not count as tried.
 */
function countFeatures(units: readonly Unit[], features: FeatureNumbers) {
  const counts = new Map<number, { theseWith: number; othersWith: number }>();
  const types = new Map<number, { these: number; others: number }>();
  const everywhere = { these: 0, others: 0 };
  for (const unit of units) {
    everywhere[unit.these ? "these" : "others"]++;
    for (const type of typesOf(unit, features)) {
      const known = types.get(type) ?? { these: 0, others: 0 };
      known[unit.these ? "these" : "others"]++;
      types.set(type, known);
    }
    for (let i = 0; i < unit.features.length; i++) {
      const number = unit.features[i] as number;
      let count = counts.get(number);
      if (count === undefined) {
        count = { theseWith: 0, othersWith: 0 };
        counts.set(number, count);
      }
      if (unit.these) count.theseWith++;
      else count.othersWith++;
    }
  }
  const candidates: Candidate[] = [];
  const reaches = new Map<string, boolean>();
  let reachable = 0;
  for (const [number, { theseWith, othersWith }] of counts) {
    const having = theseWith + othersWith;
    const feature = features.feature(number);
    // Only those who came to an action or a message can have one value of it or another.
    const { these, others } = feature.type === ANYWHERE ? everywhere : (types.get(feature.type) ?? everywhere);
    const key = `${having} ${these} ${others}`;
    let reach = reaches.get(key);
    if (reach === undefined) {
      const most = { these, theseWith: Math.min(these, having), others, othersWith: Math.max(0, having - these) };
      reach = having >= LEAST_SUPPORT && logChance(most) < REACHABLE;
      reaches.set(key, reach);
    }
    if (reach) reachable++;
    if (theseWith < LEAST_SUPPORT) continue;
    const all = { these, theseWith, others, othersWith };
    candidates.push({ ...all, number, feature, gain: gain(all) });
  }
  return { candidates, reachable };
}

/** The types of actions and messages that a unit has something of. */
function typesOf({ features }: Unit, numbers: FeatureNumbers): ReadonlySet<number> {
  const types = new Set<number>();
  for (let i = 0; i < features.length; i++) types.add(numbers.feature(features[i] as number).type);
  return types;
}

function mostTelling(candidates: readonly Candidate[], tried: number, usual: UsualCounts): Candidate | undefined {
  let best: Candidate | undefined;
  for (const candidate of candidates) {
    if (candidate.gain === 0 || !(best === undefined || isBetter(candidate, best, usual))) continue;
    if (logChance(candidate) + tried < LEVEL) best = candidate;
  }
  return best;
}

/**
 * Of two values that tell the same the one that used to be rarer is meant; of two that were not, the one nearer the root and
 * earlier: the others were passed down from it.
 */
function isBetter(a: Candidate, b: Candidate, usual: UsualCounts): boolean {
  if (Math.abs(a.gain - b.gain) > 1e-9) return a.gain > b.gain;
  const [usualA, usualB] = [usual.get(a.number) ?? 0, usual.get(b.number) ?? 0];
  if (usualA !== usualB) return usualA < usualB;
  return a.feature.rank === b.feature.rank ? a.number < b.number : a.feature.rank < b.feature.rank;
}
