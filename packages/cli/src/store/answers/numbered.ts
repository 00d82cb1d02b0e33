// The rows of lines by their numbers, as a condition on one column alone: packs in which none of them lies are not unpacked.

import type { Where } from "./where.js";

const ONE = 0x31;

/** The condition for rows of these numbers. */
export function numbered(numbers: readonly number[]): Where {
  if (numbers.length === 0) return { sql: "false", values: [] };
  const first = numbers.reduce((least, n) => Math.min(least, n));
  const last = numbers.reduce((most, n) => Math.max(most, n));
  const bits = Buffer.alloc(last - first + 1, "0");
  for (const n of numbers) bits[n - first] = ONE;
  // A number out of the range has the bit of the nearest one in it, and is left out by the range.
  const bit = `least(greatest(n::BIGINT - ${first}, 0), ${last - first})::INTEGER`;
  return { sql: `n BETWEEN ${first} AND ${last} AND get_bit($1::BIT, ${bit}) = 1`, values: [bits.toString("latin1")] };
}
