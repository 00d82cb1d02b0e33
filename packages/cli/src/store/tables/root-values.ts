import { fieldText } from "@clew/log";
import type { Fields } from "clew/parse";
import type { StoredRootValue } from "./schema.js";

/** A field with more values is nothing to choose from. */
const MOST_VALUES = 100;
/** Of more fields than this nothing is known. */
export const MOST_ROOT_FIELDS = 200;
const LONGEST_VALUE = 100;

/** Chooses the values of the roots' fields that are worth a row: those of fields that have few of them. */
export class RootValues {
  /** The values that were seen of each field; `undefined` where they are too many. */
  readonly #seen: Map<string, Set<string> | undefined>;

  constructor(seen: Iterable<readonly [string, readonly string[] | null]>) {
    this.#seen = new Map([...seen].map(([field, values]) => [field, values === null ? undefined : new Set(values)]));
  }

  /** The values that were seen, to go on with another time; `null` for a field with too many values. */
  get seen(): [string, string[] | null][] {
    return [...this.#seen].map(([field, values]) => [field, values === undefined ? null : [...values]]);
  }

  /** The fields of a root that have few values so far, each with its value. */
  *choose(fields: Fields): Generator<StoredRootValue, void, undefined> {
    for (const field of Object.keys(fields)) {
      if (field.startsWith("clew_")) continue;
      const values = this.#seen.get(field);
      if (values === undefined && (this.#seen.has(field) || this.#seen.size >= MOST_ROOT_FIELDS)) continue;
      const known = values ?? new Set<string>();
      const value = fieldText(fields[field]);
      known.add(value);
      this.#seen.set(field, known.size > MOST_VALUES || value.length > LONGEST_VALUE ? undefined : known);
      if (this.#seen.get(field) !== undefined) yield { field, value };
    }
  }
}
