// For streams without an end: when a task may be given out, and what is remembered of it afterwards.

import type { Message } from "../wire/index.js";
import type { GrowingTree } from "./growing-tree.js";
import type { ContinuedTask } from "./task-tree.js";

/**
 * Time as the log tells it. A time counts once two messages in a row have reached it, so that a single line from a
 * clock that is years ahead does not end every task.
 */
export class LogClock {
  #now = -Infinity;
  #last = -Infinity;
  #lastTree: GrowingTree | undefined;

  get now(): number {
    return this.#now;
  }

  /** Moves on to a message, which its tree has taken. */
  read(message: Message, tree: GrowingTree): void {
    const reached = Math.min(message.timestamp, this.#last);
    if (reached > this.#now) this.#now = reached;
    // The message before lay ahead of the clock when its tree was touched. Now it is known whether its time counts.
    const before = this.#lastTree;
    if (before !== undefined) before.touched = Math.max(before.touched, Math.min(this.#last, this.#now));
    tree.touched = Math.max(tree.touched, this.#now);
    this.#last = message.timestamp;
    this.#lastTree = tree;
  }
}

/** Settled tasks, from the one that has waited longest for a late message. */
export class WaitingTasks {
  #queue: GrowingTree[] = [];
  #head = 0;

  add(tree: GrowingTree): void {
    if (tree.waiting) return;
    tree.waiting = true;
    this.#queue.push(tree);
  }

  /** Those that were last touched at or before this time and are still settled; they leave the queue. */
  takeUntil(time: number): GrowingTree[] {
    const due: GrowingTree[] = [];
    for (let left = this.#queue.length - this.#head; left > 0; left--) {
      const tree = this.#queue[this.#head] as GrowingTree;
      if (tree.touched > time) break;
      this.#head++;
      tree.waiting = false;
      if (tree.isSettled && !tree.gone) due.push(tree);
    }
    if (this.#head > 1024 && this.#head * 2 > this.#queue.length) {
      this.#queue = this.#queue.slice(this.#head);
      this.#head = 0;
    }
    return due;
  }
}

/** The roots of tasks that were given out, the last so many. */
export class Tombstones {
  readonly #most: number;
  readonly #roots = new Map<string, ContinuedTask>();

  constructor(most: number) {
    this.#most = most;
  }

  add(tree: GrowingTree): void {
    const { root } = tree;
    const known = tree.continues ?? {
      actionType: root.kind === "message" ? root.messageType : root.actionType,
      startTime: root.kind === "message" ? root.timestamp : root.startTime,
    };
    this.#roots.delete(tree.taskUuid);
    this.#roots.set(tree.taskUuid, known);
    if (this.#roots.size <= this.#most) return;
    const oldest = this.#roots.keys().next();
    if (!oldest.done) this.#roots.delete(oldest.value);
  }

  get(taskUuid: string): ContinuedTask | undefined {
    return this.#roots.get(taskUuid);
  }
}
