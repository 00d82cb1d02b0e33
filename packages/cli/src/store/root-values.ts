import { fieldText } from "@clew/viewer/model";
import type { DuckDBAppender } from "@duckdb/node-api";
import type { Fields } from "clew/parse";

/** A field with more values is nothing to choose from. */
const MOST_VALUES = 100;
const MOST_FIELDS = 200;
const LONGEST_VALUE = 100;

/** Writes the values of the roots' fields, as long as a field has few of them. */
export class RootValues {
  readonly #appender: DuckDBAppender;
  /** The values that were seen of each field; `undefined` where they are too many. */
  readonly #seen: Map<string, Set<string> | undefined>;

  constructor(appender: DuckDBAppender, seen: Iterable<readonly [string, readonly string[] | null]>) {
    this.#appender = appender;
    this.#seen = new Map([...seen].map(([field, values]) => [field, values === null ? undefined : new Set(values)]));
  }

  /** What was seen, to go on with another time; `null` for a field with too many values. */
  get seen(): [string, string[] | null][] {
    return [...this.#seen].map(([field, values]) => [field, values === undefined ? null : [...values]]);
  }

  /** The fields that turned out to have too many values: their rows are of no use. */
  get tooMany(): string[] {
    return [...this.#seen].flatMap(([field, values]) => (values === undefined ? [field] : []));
  }

  add(t: number, fields: Fields): void {
    for (const field of Object.keys(fields)) {
      if (field.startsWith("clew_")) continue;
      const values = this.#seen.get(field);
      if (values === undefined && (this.#seen.has(field) || this.#seen.size >= MOST_FIELDS)) continue;
      const known = values ?? new Set<string>();
      const value = fieldText(fields[field]);
      known.add(value);
      this.#seen.set(field, known.size > MOST_VALUES || value.length > LONGEST_VALUE ? undefined : known);
      if (this.#seen.get(field) === undefined) continue;
      this.#appender.appendUInteger(t);
      this.#appender.appendVarchar(field);
      this.#appender.appendVarchar(value);
      this.#appender.endRow();
    }
  }
}
