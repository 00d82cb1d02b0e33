/** Texts and their numbers, each once, up to a number of texts; more are not told apart. */
export class Words {
  readonly #numbers = new Map<string, number>();
  readonly #texts: string[] = [];
  readonly #most: number;

  constructor(most: number) {
    this.#most = most;
  }

  /** The number of a text, or `undefined` where there are too many of them. */
  numberOf(text: string): number | undefined {
    const known = this.#numbers.get(text);
    if (known !== undefined) return known;
    if (this.#texts.length >= this.#most) return undefined;
    this.#numbers.set(text, this.#texts.length);
    return this.#texts.push(text) - 1;
  }

  text(number: number): string {
    return this.#texts[number] as string;
  }

  get size(): number {
    return this.#texts.length;
  }
}
