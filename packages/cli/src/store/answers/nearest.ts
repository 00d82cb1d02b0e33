import { fieldText, MOST_NEAR, mostAlike, type TaskRow } from "@clew/log";
import type { Database } from "../database/index.js";
import { TASK_ROW_SQL, type TaskColumns, toTaskRow } from "./task-columns.js";

type WithFields = TaskColumns & { readonly fields: string };

/** Of the tasks of the same type that succeeded, near to one in time, the one with most fields as it has them. */
export async function nearestOf(database: Database, taskUuid: string): Promise<TaskRow | null> {
  const [task] = await database.rows<WithFields>(`SELECT ${TASK_ROW_SQL}, fields FROM task_rows WHERE task_uuid = $1`, [
    taskUuid,
  ]);
  if (task === undefined) return null;
  const near = await database.rows<WithFields>(
    `SELECT ${TASK_ROW_SQL}, fields FROM task_rows WHERE type = $1 AND status = 'succeeded' AND task_uuid <> $2
      ORDER BY abs(start_time - $3), task_uuid LIMIT ${MOST_NEAR}`,
    [task.type, taskUuid, task.start_time],
  );
  const found = mostAlike(
    textsOf(task),
    near.map((row) => ({ row, fields: textsOf(row) })),
  );
  return found === undefined ? null : toTaskRow(found.row);
}

function textsOf({ fields }: WithFields): ReadonlyMap<string, string> {
  const values = Object.entries(JSON.parse(fields) as object).filter(([name]) => !name.startsWith("clew_"));
  return new Map(values.map(([name, value]) => [name, fieldText(value)]));
}
