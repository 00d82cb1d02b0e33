// Values that tasks can have in common: a field of a type with its value, or the mere presence of a message. Each gets a
// number, so that what a task has is a list of numbers. Memory stays bounded: of a field with ever new values only those
// that come again are kept.

/** A field with a value that was logged; for the mere presence of a message, its type with `true`. */
export interface Feature {
  readonly field: string;
  readonly value: unknown;
  /** How near the root and how early in its action this was first seen: of equals the lowest is named. */
  readonly rank: number;
  /** The type of the action or message that has it: who never came to one cannot have another value of it. */
  readonly type: number;
}

/** Distinct values of one field that are kept at a time. What decides a failure is seen far more often than once in this many. */
const MOST_VALUES = 1000;
/** Values of one field that are ever given a number. One with more is made of ids, of which no two tasks share one. */
const MOST_VALUES_EVER = 5000;
/** Distinct fields that are kept, for logs that use values as field names. */
const MOST_FIELDS = 5000;
/** Longer texts are prose, not values that tasks have in common. */
const LONGEST_VALUE = 200;

/** The type of what anybody could have: that a message came, that an action failed. */
export const ANYWHERE = -1;

export class FeatureNumbers {
  readonly #features: Feature[] = [];
  readonly #counts: number[] = [];
  readonly #fields = new Map<string, FieldValues>();
  readonly #types = new Map<string, number>();
  readonly #numberFields = new Map<string, number>();
  readonly #fieldNames: { readonly field: string; readonly rank: number }[] = [];

  /** The number of a feature, or `undefined` where it cannot be one. */
  numberOf(field: string, value: unknown, rank: number, type: string): number | undefined {
    if (typeof value === "string" ? value.length > LONGEST_VALUE : typeof value === "object" && value !== null)
      return undefined;
    let own = this.#fields.get(field);
    if (own === undefined) {
      if (this.#fields.size >= MOST_FIELDS) return undefined;
      own = { values: new Map(), ever: 0 };
      this.#fields.set(field, own);
    }
    const { values } = own;
    const known = values.get(value);
    if (known !== undefined) {
      this.#counts[known] = (this.#counts[known] as number) + 1;
      return known;
    }
    if (own.ever >= MOST_VALUES_EVER) return undefined;
    own.ever++;
    if (values.size >= MOST_VALUES) {
      for (const [old, number] of values) if (this.#counts[number] === 1) values.delete(old);
      if (values.size >= MOST_VALUES) return undefined;
    }
    const number = this.#features.length;
    values.set(value, number);
    this.#features.push({ field, value, rank, type: this.#typeOf(type) });
    this.#counts.push(1);
    return number;
  }

  /** The number of a field that holds numbers, or `undefined` where there are too many fields. */
  fieldOf(field: string, rank: number): number | undefined {
    const known = this.#numberFields.get(field);
    if (known !== undefined) return known;
    if (this.#numberFields.size >= MOST_FIELDS) return undefined;
    this.#numberFields.set(field, this.#numberFields.size);
    this.#fieldNames.push({ field, rank });
    return this.#fieldNames.length - 1;
  }

  field(number: number): { readonly field: string; readonly rank: number } {
    return this.#fieldNames[number] as { field: string; rank: number };
  }

  #typeOf(type: string): number {
    if (type === "") return ANYWHERE;
    const known = this.#types.get(type);
    if (known !== undefined) return known;
    this.#types.set(type, this.#types.size);
    return this.#types.size - 1;
  }

  feature(number: number): Feature {
    return this.#features[number] as Feature;
  }
}

interface FieldValues {
  readonly values: Map<unknown, number>;
  ever: number;
}
