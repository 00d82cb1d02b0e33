/** Gives back the least of what it holds. */
export class MinHeap<Item> {
  readonly #items: Item[] = [];
  readonly #keyOf: (item: Item) => number;

  constructor(keyOf: (item: Item) => number) {
    this.#keyOf = keyOf;
  }

  get least(): Item | undefined {
    return this.#items[0];
  }

  push(item: Item): void {
    const items = this.#items;
    let at = items.push(item) - 1;
    while (at > 0) {
      const above = (at - 1) >> 1;
      if (!this.#isLess(at, above)) return;
      this.#swap(at, above);
      at = above;
    }
  }

  pop(): Item | undefined {
    const items = this.#items;
    const least = items[0];
    const last = items.pop();
    if (last === undefined || items.length === 0) return least;
    items[0] = last;
    for (let at = 0; ; ) {
      let next = at;
      if (this.#isLess(2 * at + 1, next)) next = 2 * at + 1;
      if (this.#isLess(2 * at + 2, next)) next = 2 * at + 2;
      if (next === at) return least;
      this.#swap(at, next);
      at = next;
    }
  }

  #isLess(a: number, b: number): boolean {
    const [one, other] = [this.#items[a], this.#items[b]];
    return one !== undefined && other !== undefined && this.#keyOf(one) < this.#keyOf(other);
  }

  #swap(a: number, b: number): void {
    const items = this.#items;
    [items[a], items[b]] = [items[b] as Item, items[a] as Item];
  }
}
