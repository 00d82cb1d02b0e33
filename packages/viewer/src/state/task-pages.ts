import type { LogSource, PageRequest, TaskQuery, TaskRow } from "@clew/log";
import { computed, type ReadonlySignal, signal } from "@preact/signals";

/** The number of tasks in one request. */
const PAGE = 100;
/** Pages that are kept; those farthest from what is seen go first. */
const MOST_PAGES = 60;

/** The known part of a list of tasks: its length, and the rows near those in sight. */
export interface TaskListing {
  /** `undefined` before the first answer. */
  readonly total: number | undefined;
  readonly rows: ReadonlyMap<number, TaskRow>;
  /** True while the rows answer an earlier question. */
  readonly stale: boolean;
}

/** The rows of a list of tasks, page by page, as they come into sight. */
export class TaskPages {
  readonly #source: LogSource;
  readonly #onError: (error: unknown) => void;
  readonly #listing = signal<TaskListing>({ total: undefined, rows: new Map(), stale: true });
  #query: TaskQuery = {};
  #order: Pick<PageRequest, "sort" | "descending"> = { sort: "time", descending: true };
  #turn = 0;
  #seen: readonly [first: number, end: number] = [0, 0];
  #isAtTop = true;
  readonly #pages = new Map<number, "asked" | "there">();

  constructor(source: LogSource, onError: (error: unknown) => void) {
    this.#source = source;
    this.#onError = onError;
  }

  get listing(): ReadonlySignal<TaskListing> {
    return this.#listing;
  }

  /** The number of tasks that match; `undefined` before the first answer. */
  readonly total = computed(() => this.#listing.value.total);

  /** True while the rows answer an earlier question. */
  readonly isStale = computed(() => this.#listing.value.stale);

  /** True where the first row is in sight, so that new ones above it are welcome. */
  get isAtTop(): boolean {
    return this.#isAtTop;
  }

  /** Shows the next list from its beginning. */
  toTop(): void {
    this.#seen = [0, Math.max(1, this.#seen[1] - this.#seen[0])];
    this.#isAtTop = true;
  }

  /**
   * Begins another list, which is asked for once something has settled. What was shown stays until the first rows of the
   * new one are there.
   */
  async show(
    query: TaskQuery,
    order: Pick<PageRequest, "sort" | "descending">,
    after?: Promise<unknown>,
  ): Promise<void> {
    const turn = ++this.#turn;
    this.#query = query;
    this.#order = order;
    this.#pages.clear();
    this.#listing.value = { ...this.#listing.peek(), stale: true };
    if (after !== undefined) await after;
    if (turn !== this.#turn) return;
    await this.#ask(Math.floor(this.#seen[0] / PAGE));
    this.see(...this.#seen, this.#isAtTop);
  }

  /** These rows are in sight: from (included) to (excluded). */
  see(first: number, end: number, isAtTop: boolean): void {
    this.#seen = [first, end];
    this.#isAtTop = isAtTop;
    const { total, stale } = this.#listing.peek();
    if (total === undefined || stale) return;
    const last = Math.min(end, total) - 1;
    for (let page = Math.floor(first / PAGE); page * PAGE <= last; page++) {
      if (!this.#pages.has(page)) void this.#ask(page);
    }
  }

  async #ask(page: number): Promise<void> {
    const turn = this.#turn;
    this.#pages.set(page, "asked");
    try {
      const request = { ...this.#order, offset: page * PAGE, limit: PAGE };
      const { total, rows } = await this.#source.tasks(this.#query, request);
      if (turn !== this.#turn) return;
      this.#pages.set(page, "there");
      const { stale, rows: before } = this.#listing.peek();
      const next = new Map(stale ? [] : before);
      for (const [i, row] of rows.entries()) next.set(page * PAGE + i, row);
      this.#forgetFar(next, page);
      this.#listing.value = { total, rows: next, stale: false };
      this.#onError(undefined);
    } catch (error) {
      if (turn !== this.#turn) return;
      this.#pages.delete(page);
      this.#onError(error);
    }
  }

  #forgetFar(rows: Map<number, TaskRow>, near: number): void {
    while (this.#pages.size > MOST_PAGES) {
      const [farthest] = [...this.#pages.keys()].sort((x, y) => Math.abs(y - near) - Math.abs(x - near));
      if (farthest === undefined || farthest === near) return;
      this.#pages.delete(farthest);
      for (let i = farthest * PAGE; i < (farthest + 1) * PAGE; i++) rows.delete(i);
    }
  }

  /** Asks anew for those of the rows in sight that have changed, and leaves each where it stands. */
  async update(changed: ReadonlySet<string>): Promise<void> {
    const turn = this.#turn;
    const [first, end] = this.#seen;
    const seen: TaskRow[] = [];
    for (let i = first; i < end; i++) {
      const row = this.#listing.peek().rows.get(i);
      if (row !== undefined && changed.has(row.taskUuid)) seen.push(row);
    }
    if (seen.length === 0) return;
    const times = seen.map(({ startTime }) => startTime);
    const query = { from: Math.min(...times), to: Math.max(...times) + 1e-6 };
    const page = { sort: "time", descending: true, offset: 0, limit: 500 } as const;
    const answer = await this.#source.tasks(query, page).catch(() => undefined);
    if (turn !== this.#turn || answer === undefined) return;
    const fresh = new Map(answer.rows.map((row) => [row.taskUuid, row]));
    const { rows, ...rest } = this.#listing.peek();
    this.#listing.value = {
      ...rest,
      rows: new Map([...rows].map(([index, row]) => [index, fresh.get(row.taskUuid) ?? row])),
    };
  }
}
