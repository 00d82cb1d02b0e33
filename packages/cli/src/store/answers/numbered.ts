// The rows of some lines as a condition on their numbers alone: packs in which none of them lies are not unpacked.

import type { Database } from "../database/index.js";
import type { Where } from "./where.js";

/** The most bits that the database has room for in one value. */
const MOST_BITS = 1e9;

/** The condition for the rows whose numbers, as `n`, a statement selects, out of so many. */
export async function numbered(database: Database, { sql, values }: Where, rows: number): Promise<Where> {
  if (rows > MOST_BITS) return { sql: `n IN (${sql})`, values };
  if (rows === 0) return { sql: "false", values: [] };
  const last = rows - 1;
  const bits = await database.value(
    `SELECT bitstring_agg(n::INTEGER, 0, ${last}) FROM (${sql}) WHERE n <= ${last}`,
    values,
  );
  if (bits === null) return { sql: "false", values: [] };
  // Only the rows in the range have a bit.
  return { sql: `CASE WHEN n <= ${last} THEN get_bit($1::BIT, n::INTEGER) = 1 ELSE false END`, values: [bits] };
}
