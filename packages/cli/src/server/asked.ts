// The words of a request, from JSON of an unknown shape to values, or to the sentence that says what is wrong with them.

/** A question that cannot be answered because of what it says. */
export class QuestionError extends Error {}

const MOST_TEXT = 1000;
const MOST_CHOICES = 100;

/** An object of which nothing is known yet. */
export class Asked {
  readonly #values: ReadonlyMap<string, unknown>;

  constructor(value: unknown) {
    if (typeof value !== "object" || value === null || Array.isArray(value)) {
      throw new QuestionError("A question must be a JSON object.");
    }
    this.#values = new Map(Object.entries(value));
  }

  has(name: string): boolean {
    return this.#values.get(name) !== undefined;
  }

  get(name: string): unknown {
    return this.#values.get(name);
  }

  part(name: string): Asked {
    return new Asked(this.get(name));
  }

  text(name: string): string {
    return textOf(this.get(name), name);
  }

  number(name: string): number {
    const value = this.get(name);
    if (typeof value === "number" && Number.isFinite(value)) return value;
    throw new QuestionError(`${name} must be a number.`);
  }

  whole(name: string, least: number, most: number): number {
    const value = this.number(name);
    if (Number.isInteger(value) && value >= least && value <= most) return value;
    throw new QuestionError(`${name} must be a whole number from ${least} to ${most}.`);
  }

  list(name: string): readonly unknown[] {
    const value = this.get(name);
    if (Array.isArray(value) && value.length <= MOST_CHOICES) return value;
    throw new QuestionError(`${name} must be a list of at most ${MOST_CHOICES}.`);
  }
}

export function textOf(value: unknown, name: string): string {
  if (typeof value === "string" && value.length <= MOST_TEXT) return value;
  throw new QuestionError(`${name} must be a text of at most ${MOST_TEXT} characters.`);
}

export function oneOf<Choice extends string>(value: unknown, choices: readonly Choice[], name: string): Choice {
  const found = choices.find((choice) => choice === value);
  if (found !== undefined) return found;
  throw new QuestionError(`${name} must be one of ${choices.join(", ")}.`);
}
