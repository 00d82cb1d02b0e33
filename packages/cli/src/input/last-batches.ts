/**
 * In which batch of a log each task has its last message. A fixed table without keys: tasks that fall on one place
 * share the later batch, which is never wrong, for it only makes one of them wait. So ten million tasks take no more
 * memory than ten.
 */
export class LastBatches {
  readonly #batches: Uint32Array;

  constructor(logBytes: number) {
    // A task has seldom less than 256 bytes.
    const places = 2 ** Math.ceil(Math.log2(Math.min(Math.max(logBytes / 256, 1024), MOST_PLACES)));
    this.#batches = new Uint32Array(places);
  }

  /** Batches must come in their order. */
  note(taskUuid: string, batch: number): void {
    this.#batches[this.#place(hashOf(taskUuid))] = batch;
  }

  /** The same for a uuid that stands in bytes, as ASCII. */
  noteBytes(bytes: Uint8Array, start: number, end: number, batch: number): void {
    let hash = BASIS;
    for (let i = start; i < end; i++) hash = Math.imul(hash ^ (bytes[i] as number), PRIME);
    this.#batches[this.#place(hash)] = batch;
  }

  of(taskUuid: string): number {
    return this.#batches[this.#place(hashOf(taskUuid))] as number;
  }

  #place(hash: number): number {
    return (hash ^ (hash >>> 15)) & (this.#batches.length - 1);
  }
}

// FNV-1a.
const BASIS = 0x811c9dc5;
const PRIME = 0x01000193;

function hashOf(text: string): number {
  let hash = BASIS;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), PRIME);
  return hash;
}

/** 32 MiB. */
const MOST_PLACES = 2 ** 23;
