// The batches that are known to have come, and those among them of which lines are still to be read.

/** A row of the table of batches: what one shard took of a batch. */
export interface BatchRow {
  readonly at: number;
  readonly sealed_at: number;
  readonly host: string;
  readonly is_raw: number;
  readonly lines: number;
  readonly slots: readonly number[];
  readonly hash: string;
}

/** What a host closed in one second: as a rule one batch, of which each shard has its part. */
export interface Closed {
  readonly host: string;
  readonly sealed: number;
  readonly isRaw: boolean;
  readonly slots: ReadonlySet<number>;
  /** The number of the lines that are known to be in it. */
  readonly lines: number;
}

interface Known extends Closed {
  readonly slots: Set<number>;
  readonly hashes: Set<string>;
  lines: number;
  at: number;
}

interface Rest {
  readonly due: number;
  readonly ms: number;
}

/** A batch that comes again within this time is known to have come. */
const KNOWN_SECONDS = 6 * 3_600;
/** The views of a table are filled one after the other: what is missing is looked for again, and ever more seldom. */
const FIRST_REST: Rest = { due: 0, ms: 500 };
const LONGEST_REST_MS = 300_000;
/** Of a line that came again in another batch one is kept, so that a batch may lack it for ever. */
const MOST_PARTIAL = 100;

export class Batches {
  readonly #known = new Map<string, Known>();
  /** In the order in which they came. */
  readonly #unread = new Map<Known, Rest>();

  /** Whoever comes for the first time is to be read. */
  know({ at, sealed_at: sealed, host, is_raw, lines, slots, hash }: BatchRow): void {
    const key = keyOf(host, sealed, is_raw);
    let closed = this.#known.get(key);
    if (closed === undefined) {
      closed = { host, sealed, isRaw: is_raw === 1, slots: new Set(), hashes: new Set(), lines: 0, at };
      this.#known.set(key, closed);
    }
    closed.at = Math.max(closed.at, at);
    if (closed.hashes.has(hash)) return;
    closed.hashes.add(hash);
    closed.lines += lines;
    for (const slot of slots) closed.slots.add(slot);
    this.#unread.set(closed, FIRST_REST);
  }

  /** Only the first ones of these are to be read, as many as have so many lines; of the last that came first. */
  leaveUnread(lastFirst: readonly BatchRow[], lines: number): void {
    this.#unread.clear();
    let sum = 0;
    for (const { host, sealed_at, is_raw } of lastFirst) {
      if (sum >= lines) return;
      const closed = this.#known.get(keyOf(host, sealed_at, is_raw));
      if (closed === undefined || this.#unread.has(closed)) continue;
      this.#unread.set(closed, FIRST_REST);
      sum += closed.lines;
    }
  }

  due(now: number): readonly Closed[] {
    return [...this.#unread].flatMap(([closed, { due }]) => (due <= now ? [closed] : []));
  }

  /** Of what is not there whole the rest is looked for later. */
  wasRead(closed: Closed, found: number, now: number): void {
    const known = closed as Known;
    const rest = this.#unread.get(known) ?? FIRST_REST;
    this.#unread.delete(known);
    if (found >= known.lines) return;
    this.#unread.set(known, { due: now + rest.ms, ms: Math.min(2 * rest.ms, LONGEST_REST_MS) });
    if (this.#unread.size <= MOST_PARTIAL) return;
    for (const [other, { due }] of this.#unread) {
      if (due === 0) continue;
      this.#unread.delete(other);
      return;
    }
  }

  /** Lets go of what came long before a moment, in seconds since the Unix epoch. */
  forget(moment: number): void {
    for (const [key, closed] of this.#known) {
      if (closed.at < moment - KNOWN_SECONDS && !this.#unread.has(closed)) this.#known.delete(key);
    }
  }
}

function keyOf(host: string, sealed: number, isRaw: number): string {
  return `${sealed} ${isRaw} ${host}`;
}
