import { hashOfUuid } from "clew/parse";

/**
 * In which batch of a log each task has its last message, and which tasks are wanted. Fixed tables without keys: tasks that
 * fall on one place share the later batch, and are wanted together, which is never wrong: it only makes one of them wait, or
 * be read for nothing. So ten million tasks take no more memory than ten.
 */
export class LastBatches {
  readonly #batches: Uint32Array;
  /** By place, where only some tasks are wanted: whether one of it is. */
  readonly #wanted: Uint8Array | undefined;
  /** By trace: the tasks that were asked for in it. Their trees stand in one another, so all end with the last of them. */
  readonly #families = new Map<number, number[]>();

  /** `ofAll`: whether all tasks are wanted. */
  constructor(logBytes: number, ofAll: boolean) {
    // A task has seldom less than 256 bytes.
    const places = 2 ** Math.ceil(Math.log2(Math.min(Math.max(logBytes / 256, 1024), MOST_PLACES)));
    this.#batches = new Uint32Array(places);
    this.#wanted = ofAll ? undefined : new Uint8Array(places);
  }

  /** Of the task whose uuid has this hash. Batches must come in their order. */
  note(uuidHash: number, batch: number): void {
    this.#batches[this.#place(uuidHash)] = batch;
  }

  /** The task of this hash is wanted, and with it those that are joined to it. */
  want(uuidHash: number): void {
    if (this.#wanted !== undefined) this.#wanted[this.#place(uuidHash)] = 1;
  }

  wants(uuidHash: number): boolean {
    return this.#wanted === undefined || this.#wanted[this.#place(uuidHash)] === 1;
  }

  of(taskUuid: string): number {
    return this.#batches[this.#place(hashOfUuid(taskUuid))] as number;
  }

  /** The task was asked for in the trace, which is a task of this hash itself where it has one. */
  join(uuidHash: number, traceHash: number): void {
    const family = this.#families.get(traceHash);
    if (family === undefined) this.#families.set(traceHash, [traceHash, uuidHash]);
    else family.push(uuidHash);
  }

  /** All batches were noted: lets the tasks of each trace end together, and be wanted together. */
  settle(): void {
    for (const family of this.#families.values()) {
      let last = 0;
      for (const hash of family) last = Math.max(last, this.#batches[this.#place(hash)] as number);
      const isWanted = family.some((hash) => this.wants(hash));
      for (const hash of family) {
        this.#batches[this.#place(hash)] = last;
        if (isWanted) this.want(hash);
      }
    }
    this.#families.clear();
  }

  #place(hash: number): number {
    return hash & (this.#batches.length - 1);
  }
}

/** 32 MiB. */
const MOST_PLACES = 2 ** 23;
