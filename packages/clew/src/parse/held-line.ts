import type { Message } from "../wire/index.js";
import { readMessage } from "./parse-line.js";

/** A record that is known to be good and was not parsed: as long as nobody looks at it, it is a text. */
export class HeldLine {
  readonly #text: string;
  /** The action's type as it is written in the text; "" where there is none. */
  readonly #writtenType: string;
  #record: Message | undefined;

  constructor(text: string, writtenType: string) {
    this.#text = text;
    this.#writtenType = writtenType;
  }

  get record(): Message {
    if (this.#record === undefined) {
      const message = readMessage(this.#text);
      if (typeof message === "string") throw new Error(`A line was taken for a message and is none: ${message}`);
      this.#record = message;
    }
    return this.#record;
  }

  isSameText(other: HeldLine): boolean {
    return this.#text === other.#text;
  }

  hasSameWrittenType(other: HeldLine): boolean {
    return this.#writtenType === other.#writtenType;
  }
}

/** A record in a tree, parsed or not. */
export type Held = Message | HeldLine;

export function recordOf(held: Held): Message {
  return held instanceof HeldLine ? held.record : held;
}
