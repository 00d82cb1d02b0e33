// What sets some tasks apart from others: the values that are so much more frequent in them that chance does not explain
// it, over all values there are. The best comes first; what it explains already is not said again.

import { gain, logChance, uncertainty } from "./association.js";
import type { Candidate, Unit } from "./candidate.js";
import type { FeatureNumbers } from "./feature.js";
import { bestPair } from "./pairs.js";

/** A value that sets tasks apart, or values that only count together. Shares go from 0 to 1. */
export type SetApart = SetApartValue | SetApartTogether;

export interface SetApartValue {
  /** `action_type.field` or `message_type.field`, deeper keys dotted; for the mere presence of a message its type. */
  readonly field: string;
  readonly value: unknown;
  readonly inThese: number;
  readonly inOthers: number;
}

export interface SetApartTogether {
  readonly all: readonly { readonly field: string; readonly value: unknown }[];
  readonly inThese: number;
  readonly inOthers: number;
}

/** The chance of naming anything at all where nothing is to be named. */
const LEVEL = Math.log(0.01);
/** A value seen in fewer of these tasks is an anecdote. */
const LEAST_SUPPORT = 2;
const MOST_ENTRIES = 5;

/** What was found. */
export interface Apart {
  /** The most telling first; empty where chance may be all there is. */
  readonly entries: readonly SetApart[];
  /** How much of what there is to know about who is apart the first entry tells, from 0 to 1. */
  readonly explained: number;
}

/** Finds what sets the units of the first kind apart. */
export function setApart(units: readonly Unit[], features: FeatureNumbers): Apart {
  const entries: SetApart[] = [];
  let explained = 0;
  let left = units;
  for (let round = 0; round < MOST_ENTRIES; round++) {
    const candidates = countFeatures(left, features);
    const best = mostTelling(candidates);
    const pair = round === 0 ? bestPair(left, candidates, best?.gain ?? 0, LEVEL) : undefined;
    const found = pair ?? (best === undefined ? undefined : [best]);
    if (found === undefined) break;
    const entry = toEntry(found, units);
    if (round === 0) explained = explainedBy(entry, units);
    entries.push(entry);
    left = left.filter((unit) => !found.every(({ number }) => has(unit, number)));
  }
  return { entries, explained };
}

function explainedBy({ inThese, inOthers }: SetApart, units: readonly Unit[]): number {
  const these = units.filter((unit) => unit.these).length;
  const others = units.length - these;
  return (
    gain({ these, theseWith: inThese * these, others, othersWith: inOthers * others }) / uncertainty(these, others)
  );
}

function has(unit: Unit, number: number): boolean {
  const { features } = unit;
  for (let i = 0; i < features.length; i++) if (features[i] === number) return true;
  return false;
}

function toEntry(found: readonly Candidate[], units: readonly Unit[]): SetApart {
  const with_ = { these: 0, others: 0 };
  const all = { these: 0, others: 0 };
  for (const unit of units) {
    const group = unit.these ? "these" : "others";
    all[group]++;
    if (found.every(({ number }) => has(unit, number))) with_[group]++;
  }
  const shares = { inThese: with_.these / all.these, inOthers: all.others === 0 ? 0 : with_.others / all.others };
  const [first] = found;
  if (found.length === 1 && first !== undefined)
    return { field: first.feature.field, value: first.feature.value, ...shares };
  return { all: found.map(({ feature: { field, value } }) => ({ field, value })), ...shares };
}

/** Counts each feature in both groups, for those that are more frequent in the first. */
function countFeatures(units: readonly Unit[], features: FeatureNumbers): Candidate[] {
  const counts = new Map<number, { theseWith: number; othersWith: number }>();
  let these = 0;
  for (const unit of units) {
    if (unit.these) these++;
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
  const others = units.length - these;
  const candidates: Candidate[] = [];
  for (const [number, { theseWith, othersWith }] of counts) {
    if (theseWith < LEAST_SUPPORT) continue;
    const all = { these, theseWith, others, othersWith };
    candidates.push({ ...all, number, feature: features.feature(number), gain: gain(all) });
  }
  return candidates;
}

function mostTelling(candidates: readonly Candidate[]): Candidate | undefined {
  let best: Candidate | undefined;
  for (const candidate of candidates) {
    if (candidate.gain === 0 || !(best === undefined || isBetter(candidate, best))) continue;
    if (logChance(candidate) + Math.log(candidates.length) < LEVEL) best = candidate;
  }
  return best;
}

/** Of two values that tell the same the one nearer the root and earlier is meant: the others were passed down from it. */
function isBetter(a: Candidate, b: Candidate): boolean {
  if (Math.abs(a.gain - b.gain) > 1e-9) return a.gain > b.gain;
  return a.feature.rank === b.feature.rank ? a.number < b.number : a.feature.rank < b.feature.rank;
}
