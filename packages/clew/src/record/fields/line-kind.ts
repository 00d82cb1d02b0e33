/** What the lines of a kind have in common: what they say before their fields, and the names of these. */

import { toWords, type Words } from "../bytes/index.js";
import { toFlat } from "./flat-text.js";

/** Fields behind this many are looked up by their name. */
const MOST_REMEMBERED = 32;

export class LineKind {
  /** What stands between the time and the fields. */
  readonly text: string;
  /** Whether it begins an action: the time that it takes is counted from here. */
  readonly isStart: boolean;
  /** Whether it ends an action, and says how long that took. */
  readonly isEnd: boolean;
  /** The names of the fields that the last such line had, in their order: those of the next are nearly always the same. */
  readonly names: string[] = [];
  /** What stands before the value of each. */
  readonly keys: Words[] = [];
  #words: Words | undefined;

  constructor(text: string, of?: "a start" | "an end") {
    this.text = toFlat(text);
    this.isStart = of === "a start";
    this.isEnd = of === "an end";
  }

  get words(): Words {
    this.#words ??= toWords(this.text);
    return this.#words;
  }

  /** Remembers that the i-th field has a name, which is written so. */
  learn(i: number, name: string, key: Words): void {
    if (i >= MOST_REMEMBERED) return;
    this.names[i] = name;
    this.keys[i] = key;
  }
}
