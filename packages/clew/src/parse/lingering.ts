// For streams without an end: when a task may be given out, and what is remembered of it afterwards.

import type { GrowingTree } from "./growing-tree.js";
import type { HeldTrees } from "./held-trees.js";
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

  /** Moves on to the time of a message, which its tree has taken. */
  read(timestamp: number, tree: GrowingTree): void {
    const reached = Math.min(timestamp, this.#last);
    if (reached > this.#now) this.#now = reached;
    // The message before lay ahead of the clock when its tree was touched. Now it is known whether its time counts.
    const before = this.#lastTree;
    if (before !== undefined) before.touched = Math.max(before.touched, Math.min(this.#last, this.#now));
    tree.touched = Math.max(tree.touched, this.#now);
    this.#last = timestamp;
    this.#lastTree = tree;
  }
}

/** Settled tasks, from the one that has waited longest for a late message: by name, for the reason that `HeldTrees` has. */
export class WaitingTasks {
  readonly #queue = new Set<string>();
  /** The one that has waited longest, where it is known: to look it up costs as much as was taken before it. */
  #first: GrowingTree | undefined;

  add(tree: GrowingTree): void {
    this.#queue.add(tree.taskUuid);
  }

  /** Those of the trees that were last touched at or before this time and are still settled; they leave the queue. */
  takeUntil(time: number, trees: HeldTrees): readonly GrowingTree[] {
    if (this.#first !== undefined && this.#first.touched > time) return NONE;
    const due: GrowingTree[] = [];
    this.#first = undefined;
    for (const taskUuid of this.#queue) {
      const tree = trees.get(taskUuid);
      if (tree !== undefined && tree.touched > time) {
        this.#first = tree;
        break;
      }
      this.#queue.delete(taskUuid);
      if (tree?.isSettled === true) due.push(tree);
    }
    return due;
  }

  delete(tree: GrowingTree): void {
    this.#queue.delete(tree.taskUuid);
    if (this.#first === tree) this.#first = undefined;
  }
}

const NONE: readonly GrowingTree[] = [];

/** The roots of tasks that were given out, the last so many. */
export class Tombstones {
  readonly #most: number;
  readonly #roots = new Map<string, ContinuedTask>();
  /** Goes on where it stopped: a new one would pass over all that was deleted before. */
  readonly #oldest = this.#roots.keys();

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
    const oldest = this.#oldest.next();
    if (!oldest.done) this.#roots.delete(oldest.value);
  }

  get(taskUuid: string): ContinuedTask | undefined {
    return this.#roots.get(taskUuid);
  }
}
