// What was recognised in a log, for one line on standard error.

import type { Wrapper } from "../wrappers/index.js";

/** Counts by what a line was and what carried it. */
export class Recognised {
  /** For each dialect, "own" among them, the wrappers around its lines. */
  readonly #found = new Map<string, Set<string>>();
  /** The same as before need not be noted again. */
  #lastLines = "";
  #lastWrappers: readonly Wrapper[] | undefined;
  readonly #forms = new Set<string>();
  readonly notes: string[] = [];
  textLines = 0;
  messages = 0;
  /** Lines whose encoding was guessed. */
  guessed = 0;
  /** Lines without a time that got that of the line before. */
  placed = 0;

  line(lines: string, wrappers: readonly Wrapper[]): void {
    this.messages++;
    if (lines === this.#lastLines && wrappers === this.#lastWrappers) return;
    this.#lastLines = lines;
    this.#lastWrappers = wrappers;
    const found = this.#found.get(lines);
    const around = wrappers.map((wrapper) => wrapper.lines).join(" in ");
    if (found === undefined) this.#found.set(lines, new Set([around]));
    else found.add(around);
  }

  document(name: string): void {
    this.#forms.add(name);
  }

  /** One sentence without its end, or `undefined` where all was in a form of our own. */
  describe(ids: ReadonlySet<string>): string | undefined {
    const parts = [...this.#forms];
    for (const [lines, around] of this.#found) {
      const wrapped = [...around].filter((each) => each !== "");
      parts.push(wrapped.length === 0 ? lines : `${lines} in ${listed(wrapped)}`);
    }
    if (parts.length === 0) return undefined;
    const by = ids.size === 0 ? "" : `; requests by ${listed([...ids])}`;
    const placed = this.placed === 0 ? "" : `; ${placedText(this.placed)}`;
    return `${listed(parts)}${by}${placed}`;
  }
}

function placedText(count: number): string {
  return count === 1
    ? "1 line has no time and stands after the one before it"
    : `${count} lines have no time and stand after the ones before them`;
}

/** `a`, `a and b`, `a, b and c`. */
function listed(parts: readonly string[]): string {
  const shown = parts.length > MOST_LISTED ? [...parts.slice(0, MOST_LISTED - 1), "others"] : parts;
  return shown.length === 1 ? (shown[0] as string) : `${shown.slice(0, -1).join(", ")} and ${shown.at(-1)}`;
}

const MOST_LISTED = 4;
