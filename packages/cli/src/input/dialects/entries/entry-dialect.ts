import type { JsonObject } from "../../json-object.js";
import type { Dialect, TextRead } from "../parts/index.js";

/** A dialect whose lines cannot be read one by one: an entry has several, or means what a line before it said. */
export interface EntryDialect extends Dialect {
  /** Whether a line begins what it writes. It stands as it was written, with the space before it. */
  begins(line: string): boolean;
  /** Begins to read a stream, at a line that begins it. */
  open(): EntryReader;
}

/** An entry, read. */
export interface Entry extends TextRead {
  /** Its lines. */
  readonly text: string;
}

/** What carried an entry whose fields stand in lines of their own: it is read as if it had come as JSON. */
export interface CarriedEntry {
  readonly object: JsonObject;
}

/** Reads the lines of one stream. */
export interface EntryReader {
  /** Takes a line, and gives the entries that are whole now; `undefined` where the line is none of theirs. */
  add(line: string): readonly (Entry | CarriedEntry)[] | undefined;
  /** Gives what waits for lines that may follow. */
  end(): readonly (Entry | CarriedEntry)[];
}

/** How entries are written of which the first line says what the others belong to. */
interface Headed {
  begins(line: string): boolean;
  /** Whether a line belongs to the lines before it, of which there is one at least. */
  continues(line: string, lines: readonly string[]): boolean;
  /** Reads the lines of an entry. */
  read(lines: readonly string[]): TextRead | CarriedEntry | undefined;
}

/** An entry beyond this is given in several. */
const MOST_LINES = 10_000;

/** Reads entries whose first line is told from the others. */
export function headed({ begins, continues, read }: Headed): () => EntryReader {
  return () => {
    let lines: string[] = [];
    const take = (): readonly (Entry | CarriedEntry)[] => {
      const found = lines.length === 0 ? undefined : read(lines);
      const text = lines.join("\n");
      lines = [];
      if (found === undefined) return [];
      return ["object" in found ? found : { ...found, text }];
    };
    return {
      add: (line) => {
        const isPart = lines.length > 0 && lines.length < MOST_LINES && continues(line, lines);
        if (!isPart && !begins(line)) return undefined;
        const before = isPart ? [] : take();
        lines.push(line);
        return before;
      },
      end: take,
    };
  };
}
