// The question of a request, from JSON of an unknown shape to a question, or to the sentence that says what is wrong with it.

import {
  type FieldValue,
  MOST_BUCKETS,
  MOST_ROWS,
  type PageRequest,
  type Questions,
  type TaskQuery,
  type TaskStatus,
} from "@clew/log";

/** A question that cannot be answered because of what it says. */
export class QuestionError extends Error {}

/** The readers of the questions, by their names. */
export const QUESTION_READERS: { readonly [Name in keyof Questions]: (asked: Asked) => Questions[Name] } = {
  summary: () => ({}),
  types: () => ({}),
  why: () => ({}),
  slow: () => ({}),
  recordings: () => ({}),
  tasks: (asked) => ({ query: taskQuery(asked.part("query")), page: pageRequest(asked.part("page")) }),
  facets: (asked) => ({ query: taskQuery(asked.part("query")) }),
  histogram: (asked) => ({ query: taskQuery(asked.part("query")), buckets: asked.whole("buckets", 1, MOST_BUCKETS) }),
  search: (asked) => ({ text: asked.text("text"), limit: asked.whole("limit", 0, MOST_ROWS) }),
  task: (asked) => ({ taskUuid: asked.text("taskUuid") }),
  diff: (asked) => ({ a: asked.text("a"), b: asked.text("b") }),
  recording: (asked) => ({ id: asked.text("id") }),
};

const MOST_TEXT = 1000;
const MOST_CHOICES = 100;
const STATUSES: readonly TaskStatus[] = ["succeeded", "failed", "incomplete"];
const SORTS: readonly PageRequest["sort"][] = ["time", "duration", "messages", "type"];

function taskQuery(asked: Asked): TaskQuery {
  return {
    ...(asked.has("text") && { text: asked.text("text") }),
    ...(asked.has("taskUuidStart") && { taskUuidStart: asked.text("taskUuidStart") }),
    ...(asked.has("types") && { types: asked.list("types").map((value) => textOf(value, "types")) }),
    ...(asked.has("statuses") && {
      statuses: asked.list("statuses").map((value) => oneOf(value, STATUSES, "statuses")),
    }),
    ...(asked.has("fields") && { fields: asked.list("fields").map(fieldValue) }),
    ...(asked.has("from") && { from: asked.number("from") }),
    ...(asked.has("to") && { to: asked.number("to") }),
    ...(asked.has("minDurationSeconds") && { minDurationSeconds: asked.number("minDurationSeconds") }),
    ...(asked.has("minFailures") && { minFailures: asked.number("minFailures") }),
  };
}

function fieldValue(value: unknown): FieldValue {
  const asked = new Asked(value);
  return { field: asked.text("field"), value: asked.text("value") };
}

function pageRequest(asked: Asked): PageRequest {
  return {
    sort: oneOf(asked.get("sort"), SORTS, "sort"),
    descending: asked.get("descending") === true,
    offset: asked.whole("offset", 0, Number.MAX_SAFE_INTEGER),
    limit: asked.whole("limit", 0, MOST_ROWS),
  };
}

/** An object of which nothing is known yet. */
export class Asked {
  readonly #values: ReadonlyMap<string, unknown>;

  constructor(value: unknown) {
    if (typeof value !== "object" || value === null || Array.isArray(value)) {
      throw new QuestionError("What is asked must be an object.");
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

function textOf(value: unknown, name: string): string {
  if (typeof value === "string" && value.length <= MOST_TEXT) return value;
  throw new QuestionError(`${name} must be a text of at most ${MOST_TEXT} characters.`);
}

function oneOf<Choice extends string>(value: unknown, choices: readonly Choice[], name: string): Choice {
  const found = choices.find((choice) => choice === value);
  if (found !== undefined) return found;
  throw new QuestionError(`${name} must be one of ${choices.join(", ")}.`);
}
