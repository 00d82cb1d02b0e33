import type { CancelSource, ChildState } from "../scope/index.js";
import { factsOf, innerOf, type Living, type ScopeState, type Waiting } from "../scope/internal.js";
import { ageOf } from "./ages.js";
import { livingId } from "./living-id.js";
import { wordsOf } from "./words.js";

/** What cancelled a scope or a child. */
export interface LivingCancel {
  readonly source: CancelSource;
  /** The place in the log of the message that caused it, where there is one. */
  readonly by?: string;
  /** What was given to `cancel`, or the error that ended the scope, in words. */
  readonly reason?: string;
}

/** A scope or a child that has not ended, as it stood when the tree was taken. It can be sent as JSON. */
export class LivingNode {
  readonly kind: "scope" | "child";
  /** The task id of its action, as in the log; `~` and a number of this process where it has none. */
  readonly id: string;
  /** The id of the scope or child that it stands in. */
  readonly parentId?: string;
  readonly name: string;
  /** Of a scope: whether its body runs, only its children are left, it was cancelled, or it cleans up. */
  readonly state: ScopeState | ChildState;
  /** Known of what is logged, and of what came into being after `trackAges`. */
  readonly ageMs?: number;
  /** How long a scope has until its own deadline; below 0 it has passed. */
  readonly deadlineInMs?: number;
  readonly cancelled?: LivingCancel;
  /** What runs in it waits for, of what goes through clew: nobody can see a bare promise wait. */
  readonly waitsFor: readonly Waiting[];
  /** Of a scope: whether cancels from outside stop at it. */
  readonly isShielded?: true;
  /** Of a child: whoever began it with `scope.start` still waits for it. */
  readonly isStarting?: true;
  /** Of a child: the scope does not wait for it. */
  readonly isUnawaited?: true;
  /** The line that spawned a child, with `spawnSites`. */
  readonly spawnSite?: string;
  /** What stands in it, oldest first. */
  readonly inner: readonly LivingNode[] = [];
  readonly #living: Living;
  readonly #where: () => string;

  constructor(living: Living, parent: LivingNode | undefined) {
    const facts = factsOf(living);
    this.#living = living;
    this.kind = facts.kind;
    this.id = livingId(living);
    if (parent !== undefined) this.parentId = parent.id;
    this.name = living.name;
    this.state = facts.state;
    const ageMs = ageOf(living, facts.startedMs);
    if (ageMs !== undefined) this.ageMs = ageMs;
    if (facts.cancelled !== undefined) this.cancelled = cancelOf(facts.cancelled);
    this.waitsFor = facts.waitsFor;
    if (facts.kind === "scope") {
      if (facts.deadlineInMs !== undefined) this.deadlineInMs = facts.deadlineInMs;
      if (facts.isShielded) this.isShielded = true;
      this.#where = () => `the scope ${living.name}`;
    } else {
      if (facts.isStarting) this.isStarting = true;
      if (!facts.isAwaited) this.isUnawaited = true;
      if (facts.spawnSite !== undefined) this.spawnSite = facts.spawnSite;
      this.#where = facts.describeWork;
    }
  }

  /** The scope or child itself, to be cancelled for example. */
  get living(): Living {
    return this.#living;
  }

  /** What a child runs and, on Node, where that was defined. It is looked up when it is asked for, which is slow. */
  where(): string {
    return this.#where();
  }
}

function cancelOf(cancelled: { source: CancelSource; by: string | undefined; reason: unknown }): LivingCancel {
  const { source, by, reason } = cancelled;
  return {
    source,
    ...(by === undefined ? {} : { by }),
    ...(reason === undefined ? {} : { reason: wordsOf(reason) }),
  };
}

/**
 * The scopes and children that live now, as data: the outermost scopes, and in each node what stands in it. It needs
 * no preparation and costs nothing until it is called.
 *
 * @example
 * ```ts
 * import { taskTree } from "clew/observe";
 * import { sleep, withScope } from "clew/scope";
 *
 * await withScope({ name: "shop" }, async (scope) => {
 *   scope.spawn(() => sleep(5), { name: "prices" });
 *   for (const { kind, name, state, inner } of taskTree()) console.log(kind, name, state, inner[0]?.waitsFor[0]?.for);
 * });
 * ```
 *
 * ```text output
 * scope shop open time
 * ```
 */
export function taskTree(): readonly LivingNode[] {
  const roots = innerOf().map((living) => new LivingNode(living, undefined));
  // A list and no recursion: no depth of nesting is too deep.
  const open = [...roots];
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    for (const living of innerOf(node.living)) {
      const inner = new LivingNode(living, node);
      (node.inner as LivingNode[]).push(inner);
      open.push(inner);
    }
  }
  return roots;
}
