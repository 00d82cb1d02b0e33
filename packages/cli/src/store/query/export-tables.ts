// The tables of `clew query` as Parquet files, which DuckDB writes itself. The store is attached to be read only, by an
// instance of its own, for only that one may touch other files.

import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import type { Progress, UnusedLines } from "../../input/index.js";
import { openExporter, StoreError } from "../database/index.js";
import { VIEWS } from "../tables/index.js";
import { findStore, type Leave } from "../up-to-date.js";

/** Which tasks are written; all, where nothing is said. */
export interface TableChoice {
  readonly uuid?: string;
  readonly failed?: boolean;
  /** Only tasks that began from then on, and before: seconds since the Unix epoch. */
  readonly since?: number;
  readonly until?: number;
}

export interface ExportedTables {
  readonly rows: readonly { readonly file: string; readonly count: number }[];
  readonly unused: UnusedLines;
}

/** Writes a file for each table into a folder, which is made where it is not there. */
export async function exportTables(
  names: readonly string[],
  folder: string,
  choice: TableChoice,
  progress: Progress,
): Promise<ExportedTables> {
  const leave: Leave = [];
  try {
    const { path, unused } = await findStore(names, { progress }, leave);
    await mkdir(folder, { recursive: true });
    const exporter = await openExporter(path);
    leave.push(() => exporter.close());
    const rows = [];
    for (const { name } of VIEWS) {
      const file = join(folder, `${name}.parquet`);
      const select = `SELECT * FROM log.${name}${where(choice)}`;
      const [row] = await exporter.rows<{ Count: bigint }>(`COPY (${select}) TO ${quoted(file)} (FORMAT parquet)`);
      rows.push({ file, count: Number(row?.Count ?? 0) });
    }
    return { rows, unused };
  } catch (error) {
    if (error instanceof StoreError) throw error;
    const why = error instanceof Error ? error.message.split("\n")[0] : String(error);
    throw new StoreError("CLEW_STORE", `Cannot write tables to ${JSON.stringify(folder)}: ${why}`, { cause: error });
  } finally {
    for (const undo of leave.reverse()) await undo();
  }
}

function where({ uuid, failed, since, until }: TableChoice): string {
  const conditions = [
    ...(uuid === undefined ? [] : [`starts_with(lower(task_uuid), ${quoted(uuid.toLowerCase())})`]),
    ...(failed === true ? ["failures > 0"] : []),
    ...(since === undefined ? [] : [`start_time >= ${since}`]),
    ...(until === undefined ? [] : [`start_time < ${until}`]),
  ];
  if (conditions.length === 0) return "";
  return ` WHERE task_uuid IN (SELECT task_uuid FROM log.task_rows WHERE ${conditions.join(" AND ")})`;
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}
