// JSON that was printed over several lines, of each stream by itself: its lines wait until it is whole, and are read one by
// one where they turn out to be none.

import { type Around, streamOf } from "./around.js";
import { JsonLines, type KeptLine, mayOpen } from "./json-lines.js";

/** What comes of lines that waited. */
export interface PrintedSink {
  value(value: unknown, text: string, around: Around): void;
  /** A line that is part of no value. */
  line(kept: KeptLine, around: Around): void;
}

export class PrintedValues {
  readonly #open = new Map<string, { readonly json: JsonLines; readonly around: Around }>();
  readonly #sink: PrintedSink;

  constructor(sink: PrintedSink) {
    this.#sink = sink;
  }

  get isOpen(): boolean {
    return this.#open.size > 0;
  }

  /** Takes a line that may be one of several of a value. Gives whether it is; most can be none. */
  take(text: string, line: number, around: Around): boolean {
    if (this.#open.size === 0 && !mayOpen(text)) return false;
    const stream = streamOf(around);
    const open = this.#open.get(stream) ?? { json: new JsonLines(), around };
    const taken = open.json.add(text, line);
    if (taken === "none") return false;
    if (taken === "kept") {
      this.#open.set(stream, open);
      return true;
    }
    this.#open.delete(stream);
    if (taken === "given up") {
      this.#giveBack(open.json, open.around);
      return false;
    }
    this.#sink.value(taken.value, taken.text, open.around);
    return true;
  }

  /** No more lines come for what waits. */
  giveUp(): void {
    if (this.#open.size === 0) return;
    const all = [...this.#open.values()];
    this.#open.clear();
    for (const { json, around } of all) this.#giveBack(json, around);
  }

  #giveBack(json: JsonLines, around: Around): void {
    for (const kept of json.giveUp()) this.#sink.line(kept, around);
  }
}
