import type { Facets, FacetValue } from "@clew/log";
import { quote } from "../server/index.js";
import type { Asking } from "./task-page.js";

const MOST_TYPES = 200;
const MOST_FIELDS = 12;
/** More values than this are no choice. */
const MOST_VALUES = 24;

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
    count("task_type", tasks.allButTypes, MOST_TYPES),
    count("task_status", tasks.allButStatuses, MOST_TYPES),
    fieldsOf(asking, tasks),
  ]);
  return { types, statuses, fields };
}

async function fieldsOf({ client, settings }: Asking, { all, chosen }: FacetTasks): Promise<Facets["fields"]> {
  const pairs = `(SELECT name, value FROM ${all} ARRAY JOIN names AS name, field_texts AS value)`;
  const worth = await client.rows<{ name: string; total: number | string; kinds: number | string }>(
    `SELECT name, count() AS total, uniqUpTo(${MOST_VALUES})(value) AS kinds FROM ${pairs} GROUP BY name
      HAVING kinds <= ${MOST_VALUES} ORDER BY total DESC, kinds, name`,
    settings,
  );
  const shown = worth
    .map(({ name, total, kinds }) => ({ name, total: Number(total), kinds: Number(kinds) }))
    .filter(({ name, total, kinds }) => (kinds > 1 && kinds < total) || chosen.has(name))
    .slice(0, MOST_FIELDS);
  if (shown.length === 0) return [];
  const counted = await client.rows<Counted & { readonly name: string }>(
    `SELECT name, value, count() AS count FROM ${pairs} WHERE name IN ${quote.list(shown.map(({ name }) => name))}
      GROUP BY name, value ORDER BY count DESC, value`,
    settings,
  );
  const values = new Map<string, FacetValue[]>(shown.map(({ name }) => [name, []]));
  for (const { name, value, count } of counted) values.get(name)?.push({ value, count: Number(count) });
  return [...values].map(([field, values]) => ({ field, values }));
}
