/** Items in their order. Both ends in constant time: `shift` of a long array moves all the others. */
export class ItemBuffer<T> {
  #items: T[] = [];
  #first = 0;

  get size(): number {
    return this.#items.length - this.#first;
  }

  /** The oldest, if there is one. */
  get first(): T | undefined {
    return this.#items[this.#first];
  }

  push(item: T): void {
    this.#items.push(item);
  }

  /** The oldest, in an object, since it may be `undefined` itself. */
  shift(): { readonly item: T } | undefined {
    if (this.size === 0) return undefined;
    const item = this.#items[this.#first] as T;
    this.#items[this.#first++] = undefined as T;
    if (this.#first >= 64 && this.#first * 2 > this.#items.length) {
      this.#items = this.#items.slice(this.#first);
      this.#first = 0;
    }
    return { item };
  }

  clear(): void {
    this.#items = [];
    this.#first = 0;
  }
}
