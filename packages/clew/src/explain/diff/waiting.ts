/** Things that wait for a partner, by a key that both have: given out in their order, each once. */
export class Waiting<T> {
  readonly #lists = new Map<string, { readonly all: T[]; next: number }>();

  add(key: string, one: T): void {
    const list = this.#lists.get(key);
    if (list === undefined) this.#lists.set(key, { all: [one], next: 0 });
    else list.all.push(one);
  }

  /** The first that still waits. */
  take(key: string): T | undefined {
    const list = this.#lists.get(key);
    // Not `shift`: it moves all that follow, and of one key there may be very many.
    return list?.all[list.next++];
  }
}
