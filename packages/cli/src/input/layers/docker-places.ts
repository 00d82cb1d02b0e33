// What Docker's json-file has around a line, as places in it.

import type { LineBlock } from "../line-blocks.js";
import { BEFORE_TEXT, behindText, dockerPattern, type SourceFields, sourceOfDocker } from "../wrappers/index.js";
import { Place } from "./place.js";

export class DockerPlaces {
  readonly #stream = new Place("stream");
  readonly #time = new Place("moment");

  /** Behind those of the text. */
  get all(): readonly Place[] {
    return [this.#stream, this.#time];
  }

  /** The pattern of lines whose texts have this one. */
  pattern(inner: string): string {
    return dockerPattern(inner, this.#stream.pattern, this.#time.pattern);
  }

  /** Takes what was found in these bytes. */
  take(block: LineBlock): void {
    if (this.#stream.varies) this.#stream.take(block);
    if (this.#time.varies) this.#time.take(block);
  }

  get source(): SourceFields {
    return sourceOfDocker(this.#stream.value as string, this.#time.value as string);
  }

  /** How many characters of the line stand before its text. */
  get before(): number {
    return BEFORE_TEXT;
  }

  /** How many stand behind it. */
  get behind(): number {
    return behindText(this.#stream.value as string, this.#time.value as string);
  }
}
