import { type ReadonlySignal, signal } from "@preact/signals";

/** Something asked for. While it is asked for anew, what was known before stays in sight. */
export interface Asked<T> {
  readonly value: T | undefined;
  readonly loading: boolean;
  /** The reason why the last question was not answered, as a sentence. */
  readonly error: string | undefined;
}

/** The answers to one question after another; an answer that comes after a later question is dropped. */
export class Resource<T> {
  readonly #asked = signal<Asked<T>>({ value: undefined, loading: false, error: undefined });
  #turn = 0;

  get asked(): ReadonlySignal<Asked<T>> {
    return this.#asked;
  }

  get value(): T | undefined {
    return this.#asked.value.value;
  }

  async ask(question: () => Promise<T>): Promise<void> {
    const turn = ++this.#turn;
    this.#asked.value = { ...this.#asked.peek(), loading: true };
    try {
      const value = await question();
      if (turn === this.#turn) this.#asked.value = { value, loading: false, error: undefined };
    } catch (error) {
      if (turn === this.#turn) this.#asked.value = { ...this.#asked.peek(), loading: false, error: sentenceOf(error) };
    }
  }

  set(value: T): void {
    this.#turn++;
    this.#asked.value = { value, loading: false, error: undefined };
  }

  /** Forgets the answer, and the question that may be on its way. */
  clear(): void {
    this.#turn++;
    this.#asked.value = { value: undefined, loading: false, error: undefined };
  }
}

export function sentenceOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
