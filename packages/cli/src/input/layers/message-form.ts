// Messages that lines become that are alike: each is a copy of the one before it, with other values in a few places.

import type { Message } from "clew/parse";
import type { LogRecord } from "../dialects/index.js";
import { type Copier, copier } from "./copier.js";
import type { Fields, Place } from "./to-message.js";

/** In what lines that are alike differ. */
export interface Differing {
  /** The keys of fields that have not the same value in all of them. */
  readonly varyingFields: readonly string[];
  readonly levelVaries: boolean;
  readonly textVaries: boolean;
}

export class MessageForm {
  readonly #before: Message;
  readonly #copy: Copier = copier();
  /** The keys of fields that vary. */
  readonly #keys: readonly string[];
  readonly #levelVaries: boolean;
  readonly #textVaries: boolean;

  /** Messages like one that such a line became. */
  constructor(made: Message, { varyingFields, levelVaries, textVaries }: Differing) {
    this.#before = { ...made };
    this.#keys = varyingFields.filter((key) => Object.hasOwn(made, key));
    this.#levelVaries = levelVaries;
    this.#textVaries = textVaries;
  }

  /** Whether such messages differ in a field. */
  varies(key: string): boolean {
    return this.#keys.includes(key);
  }

  /** Begins the message that the next of the lines becomes. */
  begin({ uuid, level, time }: Place, { level: logLevel, text, reading }: LogRecord): Fields {
    const message = this.#copy(this.#before, uuid, level, time);
    if (this.#levelVaries) message.log_level = logLevel;
    if (this.#textVaries) message.message = text;
    for (const key of this.#keys) message[key] = reading.value[key];
    return message;
  }
}
