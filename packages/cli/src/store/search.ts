import type { SearchHit } from "@clew/viewer/model";
import type { Database } from "./duckdb.js";
import { spellings } from "./where.js";

const BEFORE = 40;
const AFTER = 120;

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
  return found.map(({ task_uuid, level, timestamp, type, line }) => ({
    taskUuid: task_uuid,
    taskLevel: JSON.parse(level) as number[],
    timestamp,
    type: type ?? "",
    excerpt: excerptOf(line, texts),
  }));
}

function excerptOf(line: string, texts: readonly string[]): string {
  const small = line.toLowerCase();
  const at = Math.max(0, ...texts.map((text) => small.indexOf(text)));
  const start = Math.max(0, at - BEFORE);
  const end = Math.min(line.length, at + AFTER);
  return `${start > 0 ? "…" : ""}${line.slice(start, end)}${end < line.length ? "…" : ""}`;
}
