import { excerptOf, Needle, type SearchHit } from "@clew/viewer/model";
import type { Database } from "./duckdb.js";
import { spellings } from "./where.js";

interface Found {
  readonly task_uuid: string;
  readonly level: string;
  readonly timestamp: number;
  readonly type: string | null;
  readonly line: string;
}

/** The first lines, by time, in which a text stands, in any case. */
export async function searchLines(database: Database, text: string, limit: number): Promise<SearchHit[]> {
  if (text === "") return [];
  const texts = spellings(text);
  const found = await database.rows<Found>(
    `SELECT task_uuid, level, timestamp, type, line FROM message_rows
      WHERE ${texts.map((_, i) => `contains(lower(line), $${i + 1})`).join(" OR ")}
      ORDER BY timestamp, n LIMIT $${texts.length + 1}::BIGINT`,
    [...texts, BigInt(limit)],
  );
  const needle = new Needle(text);
  return found.map(({ task_uuid, level, timestamp, type, line }) => ({
    taskUuid: task_uuid,
    taskLevel: JSON.parse(level) as number[],
    timestamp,
    type: type ?? "",
    excerpt: excerptOf(needle.find(line) ?? { line, at: 0, length: 0 }),
  }));
}
