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

/** How much is offered to choose from: more values than this are no choice, as those of an id or a time. */
export const FACET_LIMITS = { values: 24, fields: 12, types: 200 } as const;

/** A field of the roots' starts: how many have it, and how many values of it there are. */
export interface FieldSpread {
  readonly field: string;
  readonly total: number;
  readonly kinds: number;
}

/**
 * The fields that are worth choosing from, the most useful first: those with few values, more than one, and not each only
 * once; and those of `chosen`, also where a single value is left of them.
 */
export function worthChoosing<F extends FieldSpread>(fields: Iterable<F>, chosen: ReadonlySet<string>): F[] {
  return [...fields]
    .filter(({ field, total, kinds }) => {
      return kinds > 0 && kinds <= FACET_LIMITS.values && ((kinds > 1 && kinds < total) || chosen.has(field));
    })
    .sort((x, y) => y.total - x.total || x.kinds - y.kinds || (x.field < y.field ? -1 : 1))
    .slice(0, FACET_LIMITS.fields);
}

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

/** Counts what there is to choose from. */
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
      counts = new ValueCounts(FACET_LIMITS.values);
      this.#fields.set(field, counts);
    }
    counts.add(value);
  }

  /** The facets; `chosen` are fields that are shown even where they have a single value left. */
  facets(chosen: ReadonlySet<string> = new Set()): Facets {
    const spread = [...this.#fields].map(([field, { values, total }]) => ({
      field,
      values,
      total,
      kinds: values.length,
    }));
    const fields = worthChoosing(spread, chosen).map(({ field, values }) => ({ field, values }));
    return { types: this.#types.values.slice(0, FACET_LIMITS.types), statuses: this.#statuses.values, fields };
  }
}
