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

const COLUMNS = { types: "task_type", statuses: "task_status" } as const;
type Column = keyof typeof COLUMNS;

/** The choices that narrow the tasks: a field that most of them have stands before one that few have. */
export async function facetsOf(asking: Asking, tasks: FacetTasks): Promise<Facets> {
  const { allButTypes, allButStatuses } = tasks;
  // The same tasks are put together once for both.
  const asked =
    allButTypes === allButStatuses
      ? [valuesOf(asking, allButTypes, ["types", "statuses"])]
      : [valuesOf(asking, allButTypes, ["types"]), valuesOf(asking, allButStatuses, ["statuses"])];
  const [fields, ...counted] = await Promise.all([fieldsOf(asking, tasks), ...asked]);
  const values = (column: Column) => counted.flatMap((counts) => counts.get(column) ?? []);
  return { types: values("types"), statuses: values("statuses"), fields };
}

/** How many tasks have each value of some columns. */
async function valuesOf(
  { client, settings }: Asking,
  tasks: string,
  columns: readonly Column[],
): Promise<ReadonlyMap<Column, readonly FacetValue[]>> {
  const pairs = columns.map((column) => `('${column}', ${COLUMNS[column]})`).join(", ");
  const rows = await client.rows<Counted & { readonly column: Column }>(
    `SELECT pair.1 AS column, pair.2 AS value, count() AS count FROM (SELECT arrayJoin([${pairs}]) AS pair FROM ${tasks})
      GROUP BY column, value ORDER BY count DESC, value LIMIT ${FACET_LIMITS.types} BY column`,
    settings,
  );
  const values = new Map<Column, FacetValue[]>(columns.map((column) => [column, []]));
  for (const { column, value, count } of rows) values.get(column)?.push({ value, count: Number(count) });
  return values;
}

async function fieldsOf({ client, tables, settings }: Asking, { all, chosen }: FacetTasks): Promise<Facets["fields"]> {
  // The fields stay where they are, in the parts: to carry them along with each task is what takes long.
  const pairs = `(SELECT task, name, value FROM ${tables.parts} ARRAY JOIN names AS name, texts AS value
    WHERE task IN (SELECT task FROM ${all}))`;
  const most = FACET_LIMITS.values;
  const spread = await client.rows<{ field: string; total: number | string; kinds: number | string }>(
    `SELECT name AS field, uniqExact(task) AS total, uniqUpTo(${most})(value) AS kinds FROM ${pairs} GROUP BY name
      HAVING kinds <= ${most}`,
    settings,
  );
  const counts = spread.map(({ field, total, kinds }) => ({ field, total: Number(total), kinds: Number(kinds) }));
  const shown = worthChoosing(counts, chosen).map(({ field }) => field);
  if (shown.length === 0) return [];
  const counted = await client.rows<Counted & { readonly name: string }>(
    `SELECT name, value, uniqExact(task) AS count FROM ${pairs} WHERE name IN ${quote.list(shown)}
      GROUP BY name, value ORDER BY count DESC, value`,
    settings,
  );
  const values = new Map<string, FacetValue[]>(shown.map((field) => [field, []]));
  for (const { name, value, count } of counted) values.get(name)?.push({ value, count: Number(count) });
  return [...values].map(([field, values]) => ({ field, values }));
}
