// Entries that have several lines, or mean what lines before them said, each stream by itself.

import {
  type CarriedEntry,
  ENTRY_DIALECTS,
  type Entry,
  type EntryDialect,
  type EntryReader,
} from "../dialects/index.js";
import { type Around, streamOf } from "./around.js";

/** Is given each entry, in the dialect in which it is written. */
export type OnEntry = (dialect: EntryDialect, entry: Entry | CarriedEntry, around: Around) => void;

interface Open {
  readonly dialect: EntryDialect;
  readonly reader: EntryReader;
  /** What carried the line that came last. */
  around: Around;
}

export class Entries {
  readonly #open = new Map<string, Open>();
  readonly #give: OnEntry;

  constructor(give: OnEntry) {
    this.#give = give;
  }

  get isOpen(): boolean {
    return this.#open.size > 0;
  }

  /** Takes a line as it was written, if it is part of an entry. */
  take(line: string, around: Around): boolean {
    const stream = streamOf(around);
    const open = this.#open.get(stream);
    if (open !== undefined) {
      const entries = open.reader.add(line);
      if (entries !== undefined) {
        this.#giveAll(open, entries);
        open.around = around;
        return true;
      }
      this.#open.delete(stream);
      this.#giveAll(open, open.reader.end());
    }
    const dialect = ENTRY_DIALECTS.find((each) => each.begins(line));
    if (dialect === undefined) return false;
    const next = { dialect, reader: dialect.open(), around };
    this.#open.set(stream, next);
    this.#giveAll(next, next.reader.add(line) ?? []);
    return true;
  }

  /** Gives what waits for lines that may follow; what earlier lines said of later ones is still known. */
  settle(): void {
    for (const open of this.#open.values()) this.#giveAll(open, open.reader.end());
  }

  #giveAll({ dialect, around }: Open, entries: readonly (Entry | CarriedEntry)[]): void {
    for (const entry of entries) this.#give(dialect, entry, around);
  }
}
