// Questions that whole records answer: those of a log that is not too large are read, of a larger one some.

import { type FieldName, MemoryStore, MOST_LOOKED_AT, MOST_NEAR, type TaskRow, type TypeNumbers } from "@clew/log";
import { quote } from "../server/index.js";
import { sampledLines } from "./sampled-lines.js";
import { type Asking, taskPage } from "./task-page.js";
import { tasksSql } from "./task-table.js";

/** The names of the fields in all records, or in some chosen evenly by their hashes. */
export async function fieldNamesOf(
  { client, tables: { messages }, settings }: Asking,
  where: string,
): Promise<readonly FieldName[]> {
  const [counted] = await client.rows<{ messages: number | string }>(
    `SELECT count() AS messages FROM ${messages}${where}`,
    settings,
  );
  const every = Math.ceil(Number(counted?.messages ?? 0) / MOST_LOOKED_AT);
  const some = every > 1 ? `${where === "" ? " WHERE" : `${where} AND`} line_hash % ${every} = 0` : where;
  const store = new MemoryStore("");
  store.add(
    await client.text(
      `SELECT line FROM ${messages}${some} LIMIT 1 BY task_uuid, task_level, line_hash FORMAT TSVRaw`,
      settings,
    ),
  );
  return store.fieldNames();
}

/** Numbers for each type of action; where there are too many tasks, those of some of them, scaled to all. */
export async function typeNumbersOf({ client }: Asking): Promise<readonly TypeNumbers[]> {
  const store = new MemoryStore("");
  const { lines, shares } = await sampledLines(client, "even", () => {});
  store.add(lines);
  const all = (count: number) => Math.round(count / shares.others);
  return (await store.types()).map((type) => ({
    ...type,
    count: all(type.count),
    failed: all(type.failed),
    cancelled: all(type.cancelled),
    timedOut: all(type.timedOut),
    incomplete: all(type.incomplete),
    selfSeconds: type.selfSeconds === null ? null : type.selfSeconds / shares.others,
  }));
}

/** Of the tasks of the same type that succeeded, near to one in time, the one with most fields as it has them. */
export async function nearestOf(asking: Asking, taskUuid: string): Promise<TaskRow | null> {
  const { client, tables, settings } = asking;
  const [task] = await client.rows<{ task_type: string; start_time: number }>(
    `SELECT task_type, start_time FROM ${tasksSql(tables, { taskUuids: [taskUuid] }, new Map())}`,
    settings,
  );
  if (task === undefined) return null;
  const alike = tasksSql(tables, { types: [task.task_type], statuses: ["succeeded"] }, new Map());
  const near = await client.rows<{ uuid: string }>(
    `SELECT uuid FROM ${alike} WHERE uuid != ${quote.text(taskUuid)}
      ORDER BY abs(start_time - ${quote.number(task.start_time)}), uuid LIMIT ${MOST_NEAR}`,
    settings,
  );
  const store = new MemoryStore("");
  const uuids = [taskUuid, ...near.map(({ uuid }) => uuid)];
  store.add(
    await client.text(
      `SELECT line FROM ${tables.messages} WHERE task_uuid IN ${quote.list(uuids)}
        AND ((length(task_level) = 1 AND (kind != 'message' OR task_level[1] = 1)) OR task_uuid = ${quote.text(taskUuid)}) FORMAT TSVRaw`,
      settings,
    ),
  );
  const found = await store.nearest(taskUuid);
  if (found === null) return null;
  const only = tasksSql(tables, { taskUuids: [found.taskUuid] }, new Map());
  const { rows } = await taskPage(asking, only, { sort: "time", descending: false, offset: 0, limit: 1 });
  return rows[0] ?? null;
}
