// `clew export --to parquet --out FOLDER`: the tables of `clew query`, a file each.

import type { TaskChoice } from "../filter/index.js";
import { Progress } from "../input/index.js";
import { complain, reportNothing, reportUnused } from "../output/report.js";
import { exportTables } from "../store/index.js";

/** Writes the tables, of all tasks or of those that are chosen. */
export async function exportParquet(
  files: readonly string[],
  folder: string,
  choice: TaskChoice | undefined,
  nothing: string,
): Promise<void> {
  const { rows, unused } = await exportTables(files, folder, choice ?? {}, new Progress(process.stderr));
  for (const { file, count } of rows) complain(`${file}: ${count} rows`);
  reportUnused({ unused });
  if (rows.every(({ count }) => count === 0)) reportNothing(nothing);
}
