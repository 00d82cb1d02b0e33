// The tasks of which something in their lines is asked: that a text stands there, or what value a field has. A page asks
// several things of one choice of tasks, so what was found is kept for a while, in memory beside the store.

import { spellings } from "@clew/log";
import { type Database, SCRATCH } from "../database/index.js";
import { candidateSpans, containsOneOf, isAboutOwnKeys, lineContainsOneOf, wordPlaces } from "../sieve/index.js";
import type { Where } from "./where.js";

const MOST_KEPT = 16;
/** More spans than this are not fewer than all rows. */
const MOST_SPANS = 200;

export class KeptMatches {
  readonly #database: Database;
  readonly #kept = new Map<string, Promise<string>>();
  #next = 0;

  constructor(database: Database) {
    this.#database = database;
  }

  /** A table with the number `t` of each task in which a text stands; `rows` is how many lines there are. */
  ofText(text: string, rows: number): Promise<string> {
    return this.#once(`${rows} ${JSON.stringify(text)}`, () => this.#selectText(text, rows));
  }

  /** A table with the number `t` of each task whose `task_uuid` a statement selects, out of so many lines. */
  ofSelect(select: Where, rows: number): Promise<string> {
    return this.#once(`${rows} ${JSON.stringify([select.sql, select.values])}`, async () => select);
  }

  async #once(key: string, select: () => Promise<Where>): Promise<string> {
    const known = this.#kept.get(key);
    if (known !== undefined) return known;
    const found = this.#find(select);
    this.#kept.set(key, found);
    found.catch(() => this.#kept.delete(key));
    for (const [oldest, table] of this.#kept) {
      if (this.#kept.size <= MOST_KEPT) break;
      this.#kept.delete(oldest);
      await this.#database.rows(`DROP TABLE IF EXISTS ${await table}`);
    }
    return found;
  }

  async #find(select: () => Promise<Where>): Promise<string> {
    const table = `${SCRATCH}.matches_${this.#next++}`;
    const { sql, values } = await select();
    await this.#database.rows(
      `CREATE TABLE ${table} AS SELECT t FROM task_rows WHERE task_uuid IN (SELECT DISTINCT task_uuid FROM (${sql}))`,
      values,
    );
    return table;
  }

  async #selectText(text: string, rows: number): Promise<Where> {
    const texts = spellings(text);
    const inLine = wordPlaces(texts, 1) ?? [lineContainsOneOf(texts, 1)];
    const spans = isAboutOwnKeys(text.toLowerCase()) ? [] : await candidateSpans(this.#database, texts, rows);
    const places =
      spans.length === 0 || spans.length > MOST_SPANS
        ? inLine
        : spans.flatMap(({ first, last }) => inLine.map((place) => `n BETWEEN ${first} AND ${last} AND ${place}`));
    const sql = `SELECT task_uuid FROM task_rows WHERE ${containsOneOf("task_uuid", texts, 1)}
      ${places.map((place) => `UNION ALL SELECT task_uuid FROM message_rows WHERE ${place}`).join(" ")}`;
    return { sql, values: texts };
  }
}
