import { FACET_LIMITS, type Facets, type FacetValue, worthChoosing } from "@clew/log";
import type { Database } from "../database/index.js";
import type { Where } from "./where.js";

/** Which tasks count. What the types could be is asked of the tasks of all types, and so for the statuses. */
export interface FacetWheres {
  readonly all: Where;
  readonly allButTypes: Where;
  readonly allButStatuses: Where;
  /** Fields that are shown even where they have a single value left. */
  readonly chosen: ReadonlySet<string>;
}

interface Counted {
  readonly field: string;
  readonly value: string;
  readonly count: number;
}

/** The choices that narrow the matching tasks: a field that most of them have stands before one that few have. */
export async function facetsOf(database: Database, wheres: FacetWheres): Promise<Facets> {
  const count = (column: string, { sql, values }: Where) =>
    database.rows<FacetValue>(
      `SELECT ${column} AS value, count(*)::DOUBLE AS count FROM task_rows WHERE ${sql}
        GROUP BY 1 ORDER BY count DESC, value LIMIT ${FACET_LIMITS.types}`,
      values,
    );
  const { sql, values } = wheres.all;
  const [types, statuses, counted] = await Promise.all([
    count("type", wheres.allButTypes),
    count("status", wheres.allButStatuses),
    database.rows<Counted>(
      `SELECT field, value, count(*)::DOUBLE AS count FROM root_values
        ${sql === "true" ? "" : `WHERE t IN (SELECT t FROM task_rows WHERE ${sql})`}
        GROUP BY 1, 2 ORDER BY count DESC, value`,
      values,
    ),
  ]);
  return { types, statuses, fields: byField(counted, wheres.chosen) };
}

function byField(counted: readonly Counted[], chosen: ReadonlySet<string>): Facets["fields"] {
  const fields = new Map<string, { readonly field: string; readonly values: FacetValue[]; total: number }>();
  for (const { field, value, count } of counted) {
    const entry = fields.get(field) ?? { field, values: [], total: 0 };
    entry.values.push({ value, count });
    entry.total += count;
    fields.set(field, entry);
  }
  const spread = [...fields.values()].map((entry) => ({ ...entry, kinds: entry.values.length }));
  return worthChoosing(spread, chosen).map(({ field, values }) => ({ field, values }));
}
