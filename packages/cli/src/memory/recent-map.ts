/**
 * A map that keeps what was set last: at least `limit` entries, at most twice as many. Forgets a whole generation at
 * once, for to delete the oldest entry of a large map, one by one, takes longer each time.
 */
export class RecentMap<Key, Value> {
  readonly #limit: number;
  readonly #onForget: ((value: Value) => void) | undefined;
  #newer = new Map<Key, Value>();
  #older = new Map<Key, Value>();

  /** `onForget` hears of each entry that is forgotten. */
  constructor(limit: number, onForget?: (value: Value) => void) {
    this.#limit = limit;
    this.#onForget = onForget;
  }

  get(key: Key): Value | undefined {
    return this.#newer.get(key) ?? this.#older.get(key);
  }

  /** The value of a key, which counts as set now. */
  renew(key: Key): Value | undefined {
    const newer = this.#newer.get(key);
    if (newer !== undefined) return newer;
    const older = this.#older.get(key);
    if (older !== undefined) this.set(key, older);
    return older;
  }

  set(key: Key, value: Value): void {
    if (this.#newer.size >= this.#limit && !this.#newer.has(key)) {
      if (this.#onForget !== undefined) {
        for (const [old, forgotten] of this.#older) if (!this.#newer.has(old)) this.#onForget(forgotten);
      }
      this.#older = this.#newer;
      this.#newer = new Map();
    }
    this.#newer.set(key, value);
  }

  /** All that is kept, what was set last at the end. */
  *values(): Generator<Value, void, undefined> {
    for (const [key, value] of this.#older) if (!this.#newer.has(key)) yield value;
    yield* this.#newer.values();
  }

  clear(): void {
    this.#newer.clear();
    this.#older.clear();
  }

  delete(key: Key): void {
    this.#newer.delete(key);
    this.#older.delete(key);
  }
}
