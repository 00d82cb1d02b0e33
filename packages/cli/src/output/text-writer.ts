import { once } from "node:events";
import type { Writable } from "node:stream";

/** A write of this size costs little more than one of a line. With two bytes a character it is still no text of memory of its own. */
const GATHERED = 32 * 1024;

/** Gathers pieces of text for a stream, and waits where its reader is slow. */
export class TextWriter {
  readonly #stream: Writable;
  #gathered = "";

  constructor(stream: Writable) {
    this.#stream = stream;
  }

  /** Gives a promise only where there is something to wait for. */
  write(text: string): Promise<void> | undefined {
    this.#gathered += text;
    return this.#gathered.length < GATHERED ? undefined : this.flush();
  }

  async writeAll(texts: Iterable<string>): Promise<void> {
    for (const text of texts) {
      const wait = this.write(text);
      if (wait !== undefined) await wait;
    }
  }

  async flush(): Promise<void> {
    const text = this.#gathered;
    this.#gathered = "";
    if (text !== "" && !this.#stream.write(text)) await once(this.#stream, "drain");
  }
}
