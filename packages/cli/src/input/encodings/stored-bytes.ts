/** Bytes that come in chunks, as many at a time as are asked for. */
export class StoredBytes {
  readonly #chunks: AsyncIterator<Buffer>;
  #chunk = Buffer.alloc(0);
  #at = 0;

  constructor(stored: AsyncIterable<Buffer>) {
    this.#chunks = stored[Symbol.asyncIterator]();
  }

  /** Up to so many, as many as are at hand. */
  async some(most: number): Promise<Buffer | undefined> {
    if (!(await this.#has(1))) return undefined;
    const some = this.#chunk.subarray(this.#at, this.#at + most);
    this.#at += some.length;
    return some;
  }

  async exactly(count: number): Promise<Buffer | undefined> {
    if (!(await this.#has(count))) return undefined;
    const bytes = this.#chunk.subarray(this.#at, this.#at + count);
    this.#at += count;
    return bytes;
  }

  async peek(ahead: number): Promise<number | undefined> {
    return (await this.#has(ahead + 1)) ? this.#chunk[this.#at + ahead] : undefined;
  }

  /** Takes back bytes that `some` gave last. */
  unread(count: number): void {
    this.#at -= count;
  }

  async #has(count: number): Promise<boolean> {
    while (this.#chunk.length - this.#at < count) {
      const next = await this.#chunks.next();
      if (next.done) return false;
      // A source may use its memory again for the next chunk.
      this.#chunk = Buffer.concat([this.#chunk.subarray(this.#at), next.value]);
      this.#at = 0;
    }
    return true;
  }
}
