import { excerptOf, Needle, type SearchHit } from "@clew/log";
import { parseLine } from "clew/parse";
import { quote } from "../server/index.js";
import type { Asking } from "./task-page.js";
import { lineHas } from "./task-table.js";

export interface LineSearch {
  readonly text: string;
  readonly limit: number;
  /** A subquery of the tasks whose lines count; all, if not given. */
  readonly tasks: string | undefined;
  /** No line before this time counts. */
  readonly from: number | undefined;
}

/** The first lines, by time, in which a text stands, in any case. */
export async function searchLines(
  { client, tables, settings }: Asking,
  { text, limit, tasks, from }: LineSearch,
): Promise<SearchHit[]> {
  if (text === "" || limit < 1) return [];
  const conditions = [
    lineHas(text),
    ...(from === undefined ? [] : [`slot >= ${quote.number(Math.max(0, Math.floor(from / 600)))}`]),
    ...(tasks === undefined ? [] : [`task_uuid IN (SELECT uuid FROM ${tasks})`]),
  ];
  const lines = await client.text(
    `SELECT line FROM ${tables.messages} WHERE ${conditions.join(" AND ")}
      ORDER BY time, task_uuid, task_level, line_hash LIMIT 1 BY task_uuid, task_level, line_hash LIMIT ${quote.number(limit)} FORMAT TSVRaw`,
    settings,
  );
  const needle = new Needle(text);
  return lines.split("\n").flatMap((line) => {
    const parsed = parseLine(line);
    if (!parsed.ok) return [];
    const { task_uuid: taskUuid, task_level: taskLevel, timestamp, action_type, message_type } = parsed.message;
    const excerpt = excerptOf(needle.find(line) ?? { line, at: 0, length: 0 });
    return [{ taskUuid, taskLevel, timestamp, type: String(action_type ?? message_type ?? ""), excerpt }];
  });
}
