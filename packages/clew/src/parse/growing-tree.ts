import { FIRST_SPAN_PLACE, type MessageRole, type TaskLevel } from "../wire/index.js";
import { ActionNode } from "./action-node.js";
import type { Held } from "./held.js";
import { MessageNode } from "./message-node.js";
import { type Nesting, nest } from "./nesting.js";
import type { ContinuedTask, TaskTree, WrittenNode } from "./task-tree.js";

/** A task's tree: takes messages while they come, and is what a reader reads. */
export class GrowingTree implements TaskTree {
  readonly taskUuid: string;
  readonly continues: ContinuedTask | undefined;
  readonly #root: ActionNode;
  /** Whether some action names the span under which it stands, or stands at the place of a span. */
  #hasSpans = false;
  #nesting: Nesting | undefined = undefined;
  #grafts: GrowingTree[] | undefined = undefined;
  /** How many records it took. */
  size = 0;
  /** When its last message was read, by the log's clock. */
  touched = -Infinity;

  constructor(taskUuid: string, continues: ContinuedTask | undefined) {
    this.taskUuid = taskUuid;
    this.continues = continues;
    this.#root = new ActionNode(taskUuid, 0, undefined);
  }

  /** Takes a record; of the level the first `levels` numbers count. The last three are as `ActionNode.add` has them. */
  add(level: TaskLevel, levels: number, held: Held, role: MessageRole, writtenType: string, timeAt: number): void {
    const last = levels - 1;
    let node = this.#root;
    for (let i = 0; i < last; i++) node = node.child(level[i] as number);
    node.add(level[last] as number, held, role, writtenType, timeAt);
    this.size++;
    if ((level[0] as number) >= FIRST_SPAN_PLACE || (level[last] as number) >= FIRST_SPAN_PLACE) this.#hasSpans = true;
    if (this.#nesting !== undefined) this.#forgetNesting();
  }

  /** The tasks that were put under actions of this one. */
  get grafts(): readonly GrowingTree[] {
    return this.#grafts ?? NONE;
  }

  /** Says that a task was put under an action of this one. */
  takeGraft(tree: GrowingTree): void {
    this.#grafts ??= [];
    this.#grafts.push(tree);
  }

  /** An action that names the span above it was added. */
  addsParentSpan(): void {
    this.#hasSpans = true;
  }

  get hasSpans(): boolean {
    return this.#hasSpans;
  }

  #forgetNesting(): void {
    for (const action of this.#nesting?.changed ?? []) action.show(undefined);
    this.#nesting = undefined;
  }

  /** The root action as it is shown: of a trace the span at its top. */
  get top(): ActionNode {
    if (!this.#hasSpans) return this.#root;
    this.#nesting ??= nest(this.#root);
    return this.#nesting.root;
  }

  /** Whether nothing is known to be still to come: enough to give it out once late messages had their time. */
  get isSettled(): boolean {
    if (this.#root.seemsWhole || this.#loneMessage !== undefined) return true;
    return this.continues !== undefined && !this.#root.hasOpenChildren;
  }

  get root(): WrittenNode {
    return this.#loneMessage ?? this.top;
  }

  get #loneMessage(): MessageNode | undefined {
    const { kind, items } = this.#root;
    const only = kind === "missing" && items.length === 1 ? items[0] : undefined;
    return only instanceof MessageNode && (only.number === 1 || only.number >= FIRST_SPAN_PLACE) ? only : undefined;
  }

  /** The task's own actions, each before those in it. */
  actions(): Iterable<ActionNode> {
    return actionsOf(this.top, this.taskUuid);
  }

  get isComplete(): boolean {
    if (this.root.kind === "message") return this.continues === undefined;
    for (const action of actionsOf(this.top)) {
      if (action.startRecord === undefined || action.endRecord === undefined || action.gaps.length > 0) return false;
    }
    return true;
  }

  get missing(): readonly TaskLevel[] {
    const missing: TaskLevel[] = [];
    if (this.root.kind === "message") return missing;
    let numbers = 0;
    for (const action of this.actions()) {
      const gaps = action.gaps;
      if (gaps.length === 0) continue;
      const level = action.taskLevel;
      for (const gap of gaps) {
        missing.push([...level, gap]);
        numbers += level.length + 1;
        if (missing.length >= MAX_MISSING || numbers >= MAX_MISSING_NUMBERS) return missing;
      }
    }
    return missing;
  }
}

const NONE: readonly GrowingTree[] = [];

/** Who needs to know of more looks at the `gaps` of each action; a level may be 100,000 numbers long. */
const MAX_MISSING = 10_000;
const MAX_MISSING_NUMBERS = 1_000_000;

/** The action and all actions in it, each before those in it; of one task where one is named, else grafts as well. */
function* actionsOf(root: ActionNode, taskUuid?: string): Generator<ActionNode> {
  const waiting = [root];
  for (let action = waiting.pop(); action !== undefined; action = waiting.pop()) {
    yield action;
    const { children } = action;
    for (let i = children.length - 1; i >= 0; i--) {
      const child = children[i];
      if (child instanceof ActionNode && (taskUuid ?? child.taskUuid) === child.taskUuid) waiting.push(child);
    }
  }
}
