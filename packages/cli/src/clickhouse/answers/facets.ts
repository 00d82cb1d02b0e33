import { FACET_LIMITS, type Facets, type FacetValue, worthChoosing } from "@clew/log";
import { quote } from "../server/index.js";
import type { Asking } from "./task-page.js";

/** Subqueries of the tasks that count. What the types could be is asked of the tasks of all types, and so for the statuses. */
export interface FacetTasks {
  readonly all: string;
  readonly allButTypes: string;
  readonly allButStatuses: string;
  /** Fields that are shown even where they have a single value left. */
  readonly chosen: ReadonlySet<string>;
}

interface Counted {
  readonly value: string;
  readonly count: number | string;
}

/** The choices that narrow the tasks: a field that most of them have stands before one that few have. */
export async function facetsOf(asking: Asking, tasks: FacetTasks): Promise<Facets> {
  const { client, settings } = asking;
  const count = async (column: string, from: string, most: number) => {
    const rows = await client.rows<Counted>(
      `SELECT ${column} AS value, count() AS count FROM ${from} GROUP BY ${column} ORDER BY count DESC, value LIMIT ${most}`,
      settings,
    );
    return rows.map(({ value, count }) => ({ value, count: Number(count) }));
  };
  const [types, statuses, fields] = await Promise.all([
    count("task_type", tasks.allButTypes, FACET_LIMITS.types),
    count("task_status", tasks.allButStatuses, FACET_LIMITS.types),
    fieldsOf(asking, tasks),
  ]);
  return { types, statuses, fields };
}

async function fieldsOf({ client, settings }: Asking, { all, chosen }: FacetTasks): Promise<Facets["fields"]> {
  const pairs = `(SELECT name, value FROM ${all} ARRAY JOIN names AS name, field_texts AS value)`;
  const most = FACET_LIMITS.values;
  const spread = await client.rows<{ field: string; total: number | string; kinds: number | string }>(
    `SELECT name AS field, count() AS total, uniqUpTo(${most})(value) AS kinds FROM ${pairs} GROUP BY name
      HAVING kinds <= ${most}`,
    settings,
  );
  const counts = spread.map(({ field, total, kinds }) => ({ field, total: Number(total), kinds: Number(kinds) }));
  const shown = worthChoosing(counts, chosen).map(({ field }) => field);
  if (shown.length === 0) return [];
  const counted = await client.rows<Counted & { readonly name: string }>(
    `SELECT name, value, count() AS count FROM ${pairs} WHERE name IN ${quote.list(shown)}
      GROUP BY name, value ORDER BY count DESC, value`,
    settings,
  );
  const values = new Map<string, FacetValue[]>(shown.map((field) => [field, []]));
  for (const { name, value, count } of counted) values.get(name)?.push({ value, count: Number(count) });
  return [...values].map(([field, values]) => ({ field, values }));
}
