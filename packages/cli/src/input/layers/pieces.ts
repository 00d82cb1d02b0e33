/** Lines that came in pieces, each stream by itself. */
export class Pieces {
  readonly #open = new Map<string, { text: string; readonly around: unknown }>();

  /** Whether a line waits for its last piece. */
  get isOpen(): boolean {
    return this.#open.size > 0;
  }

  /** Adds a piece. Gives the line when it is whole, with what was around its first piece. */
  add(
    stream: string,
    text: string,
    around: unknown,
    isLast: boolean,
  ): { readonly text: string; readonly around: unknown } | undefined {
    const open = this.#open.get(stream);
    if (open === undefined) {
      if (isLast) return { text, around };
      this.#open.set(stream, { text, around });
      return undefined;
    }
    open.text += text;
    if (!isLast && open.text.length <= MOST_CHARACTERS) return undefined;
    this.#open.delete(stream);
    return open;
  }

  /** What never got its last piece. */
  *end(): Generator<{ readonly text: string; readonly around: unknown }, void, undefined> {
    for (const open of this.#open.values()) yield open;
    this.#open.clear();
  }
}

/** As long as a line may be. */
const MOST_CHARACTERS = 16 * 1024 * 1024;
