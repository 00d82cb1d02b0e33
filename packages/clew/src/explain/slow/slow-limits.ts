// Numbers above or below which an action is slow: for each field the limit that explains most of the variance.

import { type FeatureNumbers, roundest, squares } from "../apart/index.js";
import type { TimedUnit } from "./timed-units.js";

/** A limit, and what it explains. */
export interface SlowLimit {
  readonly named:
    | { readonly field: string; readonly above: number }
    | { readonly field: string; readonly below: number };
  readonly has: (unit: TimedUnit) => boolean;
  readonly rank: number;
  readonly share: number;
  readonly with: number;
  readonly without: number;
  /** How many limits were tried. */
  readonly tried: number;
}

/** Of fewer values each is looked at by itself. */
const FEWEST_VALUES = 6;
const LEAST_SUPPORT = 3;

export function slowLimits(
  units: readonly TimedUnit[],
  values: readonly number[],
  features: FeatureNumbers,
): SlowLimit[] {
  const points = new Map<number, { readonly number: number; readonly value: number }[]>();
  units.forEach(({ numbers }, i) => {
    for (const [field, number] of numbers) {
      const known = points.get(field);
      const point = { number, value: values[i] as number };
      if (known === undefined) points.set(field, [point]);
      else known.push(point);
    }
  });
  const all = squares(values);
  return [...points].flatMap(([field, of]) => {
    of.sort((a, b) => a.number - b.number);
    if (new Set(of.map(({ number }) => number)).size < FEWEST_VALUES) return [];
    const { field: name, rank } = features.field(field);
    // Who has no such number is on neither side of a limit.
    const n = of.length;
    const whole = of.reduce((sum, { value }) => sum + value, 0);
    let sum = 0;
    let tried = 0;
    let best: SlowLimit | undefined;
    for (let i = 0; i + 1 < of.length; i++) {
      const [low, high] = [(of[i] as { number: number }).number, (of[i + 1] as { number: number }).number];
      sum += (of[i] as { value: number }).value;
      if (low === high) continue;
      tried += 2;
      for (const side of ["above", "below"] as const) {
        const count = side === "below" ? i + 1 : of.length - i - 1;
        if (count < LEAST_SUPPORT || count === n) continue;
        const inside = side === "below" ? sum : whole - sum;
        const [with_, without] = [inside / count, (whole - inside) / (n - count)];
        const share = ((count * (n - count)) / n) * ((with_ - without) ** 2 / all);
        if (with_ <= without || share <= (best?.share ?? 0)) continue;
        const limit = side === "above" ? roundest(low, high) : -roundest(-high, -low);
        best = {
          named: side === "above" ? { field: name, above: limit } : { field: name, below: limit },
          has: ({ numbers }) => {
            const number = numbers.get(field);
            return number !== undefined && (side === "above" ? number > limit : number < limit);
          },
          rank,
          share,
          with: with_,
          without,
          tried: 0,
        };
      }
    }
    return best === undefined ? [] : [{ ...best, tried }];
  });
}
