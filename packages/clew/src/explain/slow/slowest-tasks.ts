import type { Span } from "../task/index.js";

/**
 * The slowest part of the tasks that came by. How many that are is known only at the end, so a few more are held, and
 * what cannot be among them any more is let go from time to time.
 */
export class SlowestTasks {
  readonly #share: number;
  #held: { readonly root: Span; readonly seconds: number }[] = [];
  #seen = 0;

  constructor(share: number) {
    this.#share = share;
  }

  add(root: Span): void {
    this.#seen++;
    this.#held.push({ root, seconds: (root.end ?? root.start) - root.start });
    if (this.#held.length > 2 * this.#wanted() + 100) this.#prune();
  }

  all(): Span[] {
    this.#prune();
    return this.#held.map(({ root }) => root);
  }

  #wanted(): number {
    return Math.ceil(this.#share * this.#seen);
  }

  #prune(): void {
    this.#held.sort((a, b) => b.seconds - a.seconds);
    this.#held.length = Math.min(this.#held.length, this.#wanted());
  }
}
