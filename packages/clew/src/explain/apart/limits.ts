// Numbers that matter by their size: the limit above or below which a number tells most, over all limits that there are.

import { type Counts, gain, logChance } from "./association.js";
import type { Unit } from "./candidate.js";

/** A number's limit, and how frequent it is to be beyond it in these units and in the others. */
export interface Limit extends Counts {
  readonly field: number;
  readonly side: "above" | "below";
  readonly limit: number;
  readonly gain: number;
  /** Natural logarithm of the chance, with all limits of the field counted that were tried. */
  readonly logChance: number;
  /** How many limits were tried. */
  readonly tried: number;
}

/** A limit is only worth a look where a number has more values than that; of few each is looked at by itself. */
const FEWEST_VALUES = 6;
/** Beyond a limit lie at least so many of these. */
const LEAST_SUPPORT = 3;

interface Point {
  readonly value: number;
  readonly these: boolean;
}

/** The best limit of each field of numbers. */
export function bestLimits(units: readonly Unit[]): Limit[] {
  const points = new Map<number, Point[]>();
  for (const { numberFields, numberValues, these } of units) {
    if (numberFields === undefined || numberValues === undefined) continue;
    const taken = new Set<number>();
    for (let i = 0; i < numberFields.length; i++) {
      const field = numberFields[i] as number;
      // A field that comes several times in a unit says which of them is meant by nothing; the first stands nearest.
      if (taken.has(field)) continue;
      taken.add(field);
      const known = points.get(field);
      const point = { value: numberValues[i] as number, these };
      if (known === undefined) points.set(field, [point]);
      else known.push(point);
    }
  }
  return [...points].flatMap(([field, of]) => limitOf(field, of) ?? []);
}

function limitOf(field: number, points: Point[]): Limit | undefined {
  points.sort((a, b) => a.value - b.value);
  const values = new Set(points.map(({ value }) => value));
  if (values.size < FEWEST_VALUES) return undefined;
  let total = { these: 0, others: 0 };
  for (const { these } of points) total = count(total, these);
  let below = { these: 0, others: 0 };
  let best:
    | { readonly counts: Counts; readonly gain: number; readonly side: Limit["side"]; readonly at: number }
    | undefined;
  let tried = 0;
  for (let i = 0; i + 1 < points.length; i++) {
    const point = points[i] as Point;
    below = count(below, point.these);
    if (point.value === (points[i + 1] as Point).value) continue;
    tried += 2;
    for (const side of ["above", "below"] as const) {
      const theseWith = side === "below" ? below.these : total.these - below.these;
      const othersWith = side === "below" ? below.others : total.others - below.others;
      if (theseWith < LEAST_SUPPORT) continue;
      // Who has no such number is on neither side of a limit.
      const counts = { these: total.these, theseWith, others: total.others, othersWith };
      const worth = gain(counts);
      if (worth > (best?.gain ?? 0)) best = { counts, gain: worth, side, at: i };
    }
  }
  if (best === undefined) return undefined;
  const [low, high] = [(points[best.at] as Point).value, (points[best.at + 1] as Point).value];
  const chance = logChance(best.counts) + Math.log(tried);
  const limit = best.side === "above" ? roundest(low, high) : -roundest(-high, -low);
  return { ...best.counts, field, side: best.side, limit, gain: best.gain, logChance: Math.min(0, chance), tried };
}

function count(
  { these, others }: { these: number; others: number },
  isThese: boolean,
): { these: number; others: number } {
  return isThese ? { these: these + 1, others } : { these, others: others + 1 };
}

/**
 * The number with the fewest digits from `low` up to, and without, `high` that is near the middle of the two: within a
 * quarter of what lies between, or within a twentieth of itself. The true limit may be anywhere between.
 */
export function roundest(low: number, high: number): number {
  const middle = (low + high) / 2;
  const near = Math.max((high - low) / 4, Math.abs(middle) / 20);
  for (let digits = 1; digits < 17; digits++) {
    const rounded = Number(middle.toPrecision(digits));
    if (rounded >= low && rounded < high && Math.abs(rounded - middle) <= near) return rounded;
  }
  return low;
}

/** Whether a unit's number lies beyond a limit. */
export function isBeyond(
  { numberFields, numberValues }: Unit,
  { field, side, limit }: Pick<Limit, "field" | "side" | "limit">,
): boolean {
  if (numberFields === undefined || numberValues === undefined) return false;
  for (let i = 0; i < numberFields.length; i++) {
    if (numberFields[i] !== field) continue;
    const value = numberValues[i] as number;
    return side === "above" ? value > limit : value < limit;
  }
  return false;
}
