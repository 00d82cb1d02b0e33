// Messages to task trees, in whatever order they come.
import { fieldNames, type Message, roleOf } from "../wire/index.js";
import { graftTasks } from "./grafts.js";
import { GrowingTree } from "./growing-tree.js";
import { HeldTrees } from "./held-trees.js";
import { LogClock, Tombstones, WaitingTasks } from "./lingering.js";
import { RecentTrees } from "./recent-trees.js";
import type { ScannedLine } from "./scan-lines.js";
import type { TaskTree } from "./task-tree.js";

/** How a `Parser` decides that a task has ended. */
export interface ParserOptions {
  /**
   * The log has no end: memory must stay bounded, so a task is given out when it seems complete and has lingered. What
   * comes later is a tree of its own, with `continues` set. Without this each task is one tree, always.
   */
  readonly endless?: boolean;
  /** How long a complete task waits for late messages, in seconds of the log's own time. Endless only; default 10. */
  readonly lingerSeconds?: number;
  /** How many given-out tasks are remembered, to name what comes after. Endless only; default 20,000. */
  readonly tombstones?: number;
  /**
   * How many messages are held at most. Beyond it the tasks that were silent for longest are given out, incomplete as
   * they are. Endless only; default 500,000.
   */
  readonly maxMessages?: number;
  /** Is told of each task when its first message has come. */
  readonly onBegin?: (taskUuid: string) => void;
}

/**
 * Puts messages together into task trees, one tree for each `task_uuid`, in whatever order they come.
 *
 * Late children, children that end after their parent, lost and repeated messages, and a task that several processes
 * wrote all give one tree. Whether more of a task will come, nobody can know before the end of the log. So by default
 * nothing is given out before `end`, unless the caller, who knows more, says so with `take`. With `endless: true`, `add`
 * gives out each task that is complete and has lingered.
 *
 * A message costs work in proportion to the depth of its level and nothing else. Identical messages are one; different
 * ones at one place are all kept, and marked as `conflicting`.
 *
 * @example
 * ```ts
 * import { Parser } from "clew/parse";
 *
 * const parser = new Parser();
 * const place = { task_uuid: "t1", action_type: "greet" };
 * parser.add({ ...place, task_level: [2], timestamp: 3, action_status: "succeeded" });
 * parser.add({ ...place, task_level: [1], timestamp: 1, action_status: "started" });
 * const [tree] = parser.end();
 * console.log(tree?.isComplete); // true
 * ```
 *
 * The algorithm descends from `eliot.parse`, which gives a task out as soon as its root seems complete.
 */
export class Parser {
  readonly #trees = new HeldTrees();
  readonly #endless: Endless | undefined;
  readonly #onBegin: ((taskUuid: string) => void) | undefined;
  #last: GrowingTree | undefined;
  #recent = new RecentTrees();

  constructor(options: ParserOptions = {}) {
    this.#onBegin = options.onBegin;
    this.#endless = options.endless === true ? new Endless(options) : undefined;
  }

  /** Takes one message. Gives the task trees that this completed, which without `endless` are none. */
  add(message: Message): readonly TaskTree[] {
    const { task_uuid: taskUuid, task_level: level, action_status: status, action_type: type } = message;
    const tree = this.#treeOf(taskUuid);
    tree.add(level, level.length, message, roleOf(status, type, level.at(-1)), "", 0);
    if (message[fieldNames.PARENT_SPAN_ID] !== undefined) tree.addsParentSpan();
    if (this.#endless === undefined) return NONE;
    return this.#givenOut(this.#endless.after(message.timestamp, tree, this.#trees));
  }

  /** The same for a line of `scanLines`, the rest of which is parsed when somebody looks at it. */
  addScanned(line: ScannedLine): readonly TaskTree[] {
    const tree = this.#recent.find(line) ?? this.#recent.keep(line, this.#treeOf(line.taskUuid));
    const text = line.text;
    tree.add(line.level, line.levels, text, line.role, line.writtenType(text), line.timeAt(text));
    if (line.hasParentSpan) tree.addsParentSpan();
    if (this.#endless === undefined) return NONE;
    return this.#givenOut(this.#endless.after(line.roughTime, tree, this.#trees));
  }

  #treeOf(taskUuid: string): GrowingTree {
    let tree = this.#last;
    if (tree === undefined || tree.taskUuid !== taskUuid) {
      tree = this.#trees.get(taskUuid) ?? this.#begin(taskUuid);
      this.#last = tree;
    }
    return tree;
  }

  /** Gives one task out, because the caller knows that no more of it will come; `undefined` if none is held. */
  take(taskUuid: string): TaskTree | undefined {
    const tree = this.#trees.get(taskUuid);
    if (tree !== undefined) this.#givenOut([tree]);
    return tree;
  }

  /**
   * Gives out all tasks that are complete, however short they lingered: for a caller who knows that nothing has come for
   * a while, since a log in which nothing is written tells no time. Without `endless` these are none.
   */
  takeSettled(): readonly TaskTree[] {
    return this.#endless === undefined ? NONE : this.#givenOut(this.#endless.settled(this.#trees));
  }

  /** Gives all trees that are left, in the order of their first messages, and forgets everything. */
  end(): readonly TaskTree[] {
    const held = this.#trees.all();
    const trees = this.#endless === undefined ? graftTasks(held) : held;
    this.#trees.clear();
    this.#last = undefined;
    this.#recent = new RecentTrees();
    return trees;
  }

  #begin(taskUuid: string): GrowingTree {
    const tree = new GrowingTree(taskUuid, this.#endless?.tombstones.get(taskUuid));
    this.#trees.add(tree);
    this.#onBegin?.(taskUuid);
    return tree;
  }

  #givenOut(trees: readonly GrowingTree[]): readonly TaskTree[] {
    for (const tree of trees) {
      this.#trees.delete(tree.taskUuid);
      if (this.#last === tree) this.#last = undefined;
      this.#recent.forget(tree);
      this.#endless?.forget(tree);
    }
    return trees;
  }
}

const NONE: readonly GrowingTree[] = [];

class Endless {
  readonly tombstones: Tombstones;
  readonly #lingerSeconds: number;
  readonly #maxMessages: number;
  readonly #clock = new LogClock();
  readonly #waiting = new WaitingTasks();
  #held = 0;

  constructor({ lingerSeconds = 10, tombstones = 20_000, maxMessages = 500_000 }: ParserOptions) {
    this.#lingerSeconds = lingerSeconds;
    this.#maxMessages = maxMessages;
    this.tombstones = new Tombstones(tombstones);
  }

  /** What is to be given out after this message, which the tree has taken. */
  after(timestamp: number, tree: GrowingTree, trees: HeldTrees): readonly GrowingTree[] {
    this.#held++;
    const before = this.#clock.now;
    this.#clock.read(timestamp, tree);
    const now = this.#clock.now;
    if (tree.isSettled) this.#waiting.add(tree);
    if (this.#held > this.#maxMessages) return this.#silentForLongest(trees);
    return now === before ? NONE : this.#waiting.takeUntil(now - this.#lingerSeconds, trees);
  }

  settled(trees: HeldTrees): readonly GrowingTree[] {
    return this.#waiting.takeUntil(Infinity, trees);
  }

  forget(tree: GrowingTree): void {
    this.#waiting.delete(tree);
    this.#held -= tree.size;
    this.tombstones.add(tree);
  }

  /** Those whose going brings what is held down to nine tenths, so that this is not done for every message. */
  #silentForLongest(trees: HeldTrees): GrowingTree[] {
    const bySilence = trees.all().sort((a, b) => a.touched - b.touched);
    const silent: GrowingTree[] = [];
    let left = this.#held;
    for (const tree of bySilence) {
      if (left <= this.#maxMessages * 0.9) break;
      left -= tree.size;
      silent.push(tree);
    }
    return silent;
  }
}
