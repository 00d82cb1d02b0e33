// The lines in which a text stands, of the whole log or of some tasks: the sieve tells where they may be, and only those are read.

import { excerptOf, Needle, type SearchHit, spellings } from "@clew/log";
import type { Database } from "../database/index.js";
import {
  candidateSpans,
  containsOneOf,
  isAboutOwnKeys,
  lineContainsOneOf,
  type RowSpan,
  wordPlaces,
} from "../sieve/index.js";
import { LINE_SQL } from "../tables/index.js";
import { numbered } from "./numbered.js";
import type { Where } from "./where.js";

/** Spans that are read beside each other. */
const AT_ONCE = 4;

/** The row of a line that was found, and when that was logged. */
interface Found {
  readonly n: number;
  readonly timestamp: number;
}

export interface LineSearch {
  readonly text: string;
  readonly limit: number;
  /** The tasks whose lines count. */
  readonly where: Where;
  /** The number of lines that there are. */
  readonly rows: number;
}

/** The first lines, by time, in which a text stands, in any case. */
export async function searchLines(database: Database, { text, limit, where, rows }: LineSearch): Promise<SearchHit[]> {
  if (text === "" || limit < 1) return [];
  const texts = spellings(text);
  const [spans, named, ofTasks] = await Promise.all([
    candidateSpans(database, isAboutOwnKeys(text.toLowerCase()) ? [""] : texts, rows),
    ofTasksNamed(database, texts, limit, where),
    rowsOfTasks(database, where, rows),
  ]);
  const found = new Hits(limit, named);
  for (let i = 0; i < spans.length; i += AT_ONCE) {
    const some = spans.slice(i, i + AT_ONCE);
    if (found.isCompleteBefore(some[0]?.firstTime ?? 0)) break;
    const answers = await Promise.all(some.map((span) => readSpan(database, span, texts, limit, ofTasks)));
    found.add(answers.flat());
  }
  return hitsAt(database, found.first, new Needle(text), rows);
}

/** The rows of the tasks whose lines count, found once for all spans. */
async function rowsOfTasks(database: Database, { sql, values }: Where, rows: number): Promise<Where> {
  if (sql === "true") return { sql, values };
  const ofTasks = `SELECT n FROM message_rows WHERE task_uuid IN (SELECT task_uuid FROM task_rows WHERE ${sql})`;
  return numbered(database, { sql: ofTasks, values }, rows);
}

interface HitColumns {
  readonly task_uuid: string;
  readonly level: string;
  readonly timestamp: number;
  readonly type: string | null;
  readonly line: string;
}

/** All that is told of the lines that were found: of no others everything is read. */
async function hitsAt(database: Database, found: readonly Found[], needle: Needle, rows: number): Promise<SearchHit[]> {
  const numbers = JSON.stringify(found.map(({ n }) => n));
  const { sql, values } = await numbered(
    database,
    { sql: `SELECT unnest(from_json($1, '["UINTEGER"]')) AS n`, values: [numbers] },
    rows,
  );
  const columns = await database.rows<HitColumns>(
    `SELECT task_uuid, level, timestamp, type, ${LINE_SQL} AS line FROM message_rows WHERE ${sql} ORDER BY timestamp, n`,
    values,
  );
  return columns.map(({ task_uuid, level, timestamp, type, line }) => ({
    taskUuid: task_uuid,
    taskLevel: JSON.parse(level) as number[],
    timestamp,
    type: type ?? "",
    excerpt: excerptOf(needle.find(line) ?? { line, at: 0, length: 0 }),
  }));
}

/** The first of all that was found so far. */
class Hits {
  readonly #limit: number;
  readonly #seen = new Set<number>();
  #first: Found[] = [];

  constructor(limit: number, found: readonly Found[]) {
    this.#limit = limit;
    this.add(found);
  }

  add(found: readonly Found[]): void {
    const fresh = found.filter(({ n }) => !this.#seen.has(n));
    for (const { n } of fresh) this.#seen.add(n);
    this.#first = [...this.#first, ...fresh]
      .sort((x, y) => x.timestamp - y.timestamp || x.n - y.n)
      .slice(0, this.#limit);
  }

  get first(): readonly Found[] {
    return this.#first;
  }

  /** Whether nothing that was logged from this time on can be among the first. */
  isCompleteBefore(time: number): boolean {
    const last = this.#first[this.#limit - 1];
    return last !== undefined && last.timestamp < time;
  }
}

function readSpan(
  database: Database,
  span: RowSpan,
  texts: readonly string[],
  limit: number,
  { sql, values }: Where,
): Promise<Found[]> {
  const places = wordPlaces(texts, values.length + 1) ?? [lineContainsOneOf(texts, values.length + 1)];
  // A select for each place: joined by OR, the rest of all lines would be read.
  const selects = places.map(
    (place) =>
      `SELECT n, timestamp FROM message_rows WHERE n BETWEEN ${span.first} AND ${span.last} AND ${sql} AND ${place}`,
  );
  return database.rows<Found>(`${selects.join(" UNION ALL ")} ORDER BY timestamp, n LIMIT ${limit}`, [
    ...values,
    ...texts,
  ]);
}

/** The first lines of tasks in whose uuid the text stands: sieves leave the uuids out. */
async function ofTasksNamed(
  database: Database,
  texts: readonly string[],
  limit: number,
  { sql, values }: Where,
): Promise<Found[]> {
  const tasks = await database.rows<{ task_uuid: string; first_n: number; last_n: number }>(
    `SELECT task_uuid, first_n, last_n FROM task_rows WHERE ${sql} AND ${containsOneOf("task_uuid", texts, values.length + 1)}
      ORDER BY start_time LIMIT ${limit}`,
    [...values, ...texts],
  );
  if (tasks.length === 0) return [];
  const first = Math.min(...tasks.map((task) => task.first_n));
  const last = Math.max(...tasks.map((task) => task.last_n));
  return database.rows<Found>(
    `SELECT n, timestamp FROM message_rows WHERE n BETWEEN ${first} AND ${last}
      AND task_uuid IN (${tasks.map((_, i) => `$${i + 1}`).join(", ")}) ORDER BY timestamp, n LIMIT ${limit}`,
    tasks.map((task) => task.task_uuid),
  );
}
