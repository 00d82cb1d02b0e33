// The tasks in which a text stands. A page asks several things of one text, so what was found is kept for a while, in
// memory beside the store.

import { spellings } from "@clew/log";
import { type Database, SCRATCH } from "../database/index.js";
import { candidateSpans, containsOneOf, isAboutOwnKeys } from "../sieve/index.js";

const MOST_KEPT = 8;
/** More spans than this are not fewer than all rows. */
const MOST_SPANS = 200;

export class TextMatches {
  readonly #database: Database;
  readonly #kept = new Map<string, Promise<string>>();
  #next = 0;

  constructor(database: Database) {
    this.#database = database;
  }

  /** A table with the `task_uuid` of each such task; `rows` is how many lines there are. */
  async tableOf(text: string, rows: number): Promise<string> {
    const key = `${rows} ${text}`;
    const known = this.#kept.get(key);
    if (known !== undefined) return known;
    const found = this.#find(text, rows);
    this.#kept.set(key, found);
    found.catch(() => this.#kept.delete(key));
    for (const [oldest, table] of this.#kept) {
      if (this.#kept.size <= MOST_KEPT) break;
      this.#kept.delete(oldest);
      await this.#database.rows(`DROP TABLE IF EXISTS ${await table}`);
    }
    return found;
  }

  async #find(text: string, rows: number): Promise<string> {
    const table = `${SCRATCH}.text_${this.#next++}`;
    const texts = spellings(text);
    const inLine = containsOneOf("line", texts, 1);
    const spans = isAboutOwnKeys(text.toLowerCase()) ? [] : await candidateSpans(this.#database, texts, rows);
    const places =
      spans.length === 0 || spans.length > MOST_SPANS
        ? [inLine]
        : spans.map(({ first, last }) => `n BETWEEN ${first} AND ${last} AND ${inLine}`);
    await this.#database.rows(
      `CREATE TABLE ${table} AS SELECT task_uuid FROM task_rows WHERE ${containsOneOf("task_uuid", texts, 1)}
        ${places.map((place) => `UNION SELECT task_uuid FROM message_rows WHERE ${place}`).join(" ")}`,
      texts,
    );
    return table;
  }
}
