/** So many tasks are remembered at least, and at most twice as many. */
const LEAST = 10_000;

/**
 * What is known of the tasks that were asked about last, in bounded memory: when one half is full, what the other half
 * has, and nobody has asked for since, is forgotten.
 */
export class RecentTasks<T> {
  #young = new Map<string, T>();
  #old = new Map<string, T>();

  get(taskUuid: string): T | undefined {
    const young = this.#young.get(taskUuid);
    if (young !== undefined) return young;
    const old = this.#old.get(taskUuid);
    if (old !== undefined) this.set(taskUuid, old);
    return old;
  }

  /** Remembers a task; its uuid must be no part of a longer text, which would be remembered with it. */
  set(taskUuid: string, known: T): void {
    if (this.#young.size >= LEAST) {
      this.#old = this.#young;
      this.#young = new Map();
    }
    this.#young.set(taskUuid, known);
  }
}
