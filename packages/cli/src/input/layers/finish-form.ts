// The finish of a request: what its start said already is not said again.

import type { Message } from "clew/parse";
import type { LogRecord } from "../dialects/index.js";
import { type Differing, MessageForm } from "./message-form.js";
import type { Fields, Place } from "./to-message.js";

/** Whether the start said what a field says. */
export function isRepeated(key: string, value: unknown, start: Message): boolean {
  return key in start && (start[key] === value || JSON.stringify(start[key]) === JSON.stringify(value));
}

/** Finishes that lines become that are alike, of requests that began with lines that are alike. */
export class FinishForm {
  readonly #form: MessageForm;
  readonly #startForm: MessageForm;
  /** The fields that a start has too, where either varies, and whether they were repeated. */
  readonly #shared: readonly (readonly [key: string, wasRepeated: boolean])[];

  private constructor(
    form: MessageForm,
    startForm: MessageForm,
    shared: readonly (readonly [key: string, wasRepeated: boolean])[],
  ) {
    this.#form = form;
    this.#startForm = startForm;
    this.#shared = shared;
  }

  /** Finishes like one that such a line became. */
  static of(
    made: Message,
    differing: Differing,
    { reading: { value } }: LogRecord,
    start: Message,
    startForm: MessageForm,
  ): FinishForm | undefined {
    const shared = Object.keys(value).filter(
      (key) => Object.hasOwn(start, key) && (differing.varyingFields.includes(key) || startForm.varies(key)),
    );
    if (shared.some((key) => typeof value[key] === "object" || typeof start[key] === "object")) return undefined;
    const form = new MessageForm(made, differing);
    return new FinishForm(
      form,
      startForm,
      shared.map((key) => [key, isRepeated(key, value[key], start)]),
    );
  }

  /** Begins the finish that the next of the lines becomes; `undefined` where it would have other fields. */
  begin(place: Place, record: LogRecord, start: Message, startForm: MessageForm): Fields | undefined {
    if (startForm !== this.#startForm) return undefined;
    const { value } = record.reading;
    for (const [key, wasRepeated] of this.#shared) if ((value[key] === start[key]) !== wasRepeated) return undefined;
    return this.#form.begin(place, record);
  }
}
