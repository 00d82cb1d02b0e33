import type { Facets, FacetValue } from "@clew/viewer/model";
import type { Database } from "./duckdb.js";
import type { Where } from "./where.js";

const MOST_TYPES = 200;
const MOST_FIELDS = 20;
const MOST_VALUES = 20;

interface Counted {
  readonly field: string;
  readonly value: string;
  readonly count: number;
}

/** What the matching tasks could be narrowed by: a field that most of them have stands before one that few have. */
export async function facetsOf(database: Database, { sql, values }: Where): Promise<Facets> {
  const count = (column: string) =>
    database.rows<FacetValue>(
      `SELECT ${column} AS value, count(*)::DOUBLE AS count FROM task_rows WHERE ${sql}
        GROUP BY 1 ORDER BY count DESC, value LIMIT ${MOST_TYPES}`,
      values,
    );
  const [types, statuses, counted] = await Promise.all([
    count("type"),
    count("status"),
    database.rows<Counted>(
      `SELECT field, value, count(*)::DOUBLE AS count FROM root_values
        ${sql === "true" ? "" : `WHERE t IN (SELECT t FROM task_rows WHERE ${sql})`}
        GROUP BY 1, 2 ORDER BY count DESC, value`,
      values,
    ),
  ]);
  return { types, statuses, fields: byField(counted) };
}

function byField(counted: readonly Counted[]): Facets["fields"] {
  const fields = new Map<string, { values: FacetValue[]; tasks: number }>();
  for (const { field, value, count } of counted) {
    const entry = fields.get(field) ?? { values: [], tasks: 0 };
    if (entry.values.length < MOST_VALUES) entry.values.push({ value, count });
    entry.tasks += count;
    fields.set(field, entry);
  }
  return [...fields]
    .sort(
      ([a, x], [b, y]) =>
        Number(y.values.length > 1) - Number(x.values.length > 1) || y.tasks - x.tasks || (a < b ? -1 : 1),
    )
    .slice(0, MOST_FIELDS)
    .map(([field, { values }]) => ({ field, values }));
}
