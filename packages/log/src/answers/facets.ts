/** The choices by which tasks can be narrowed, each with the count of tasks that it would leave. */
export interface Facets {
  readonly types: readonly FacetValue[];
  readonly statuses: readonly FacetValue[];
  /** The fields of the roots' starts that have few enough values to choose from, the most useful first. */
  readonly fields: readonly { readonly field: string; readonly values: readonly FacetValue[] }[];
}

export interface FacetValue {
  readonly value: string;
  readonly count: number;
}

/** More values than this are no choice: an id, a time. */
const MOST_VALUES = 24;
const MOST_FIELDS = 12;
const MOST_TYPES = 200;

/** Counts of values, the most frequent first. Of a field that has too many values nothing but that is known. */
export class ValueCounts {
  readonly #counts = new Map<string, number>();
  readonly #most: number;
  #total = 0;
  #tooMany = false;

  constructor(most = Number.POSITIVE_INFINITY) {
    this.#most = most;
  }

  add(value: string): void {
    this.#total++;
    if (this.#tooMany) return;
    const count = this.#counts.get(value);
    if (count === undefined && this.#counts.size >= this.#most) {
      this.#tooMany = true;
      this.#counts.clear();
    } else this.#counts.set(value, (count ?? 0) + 1);
  }

  get total(): number {
    return this.#total;
  }

  get values(): readonly FacetValue[] {
    const values = [...this.#counts].map(([value, count]) => ({ value, count }));
    return values.sort((x, y) => y.count - x.count || (x.value < y.value ? -1 : 1));
  }
}

/** Chooses what is worth choosing from. A field is, if it has few values, more than one, and not each only once. */
export class FacetCounts {
  readonly #types = new ValueCounts();
  readonly #statuses = new ValueCounts();
  readonly #fields = new Map<string, ValueCounts>();

  addType(type: string): void {
    this.#types.add(type);
  }

  addStatus(status: string): void {
    this.#statuses.add(status);
  }

  addField(field: string, value: string): void {
    let counts = this.#fields.get(field);
    if (counts === undefined) {
      counts = new ValueCounts(MOST_VALUES);
      this.#fields.set(field, counts);
    }
    counts.add(value);
  }

  /** The facets; `chosen` are fields that are shown even where they have a single value left. */
  facets(chosen: ReadonlySet<string> = new Set()): Facets {
    const fields = [...this.#fields]
      .map(([field, counts]) => ({ field, values: counts.values, total: counts.total }))
      .filter(({ field, values, total }) => {
        return (values.length > 1 && values.length < total) || (values.length > 0 && chosen.has(field));
      })
      .sort((x, y) => y.total - x.total || x.values.length - y.values.length || (x.field < y.field ? -1 : 1))
      .slice(0, MOST_FIELDS)
      .map(({ field, values }) => ({ field, values }));
    return { types: this.#types.values.slice(0, MOST_TYPES), statuses: this.#statuses.values, fields };
  }
}
