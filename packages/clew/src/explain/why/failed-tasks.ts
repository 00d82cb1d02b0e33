// The failed tasks of a log, traced to their origins once enough of the log is known to tell handled failures from
// fatal ones: at its end, or, in a log with very many of them, when as many are held as memory should take.

import { followedBy, type Span, spanAt, spansOf } from "../task/index.js";
import { type Experience, findOrigin, type Origin } from "./origin.js";

/** Actions and messages of failed tasks that are held until they are traced. About 10 MB. */
const MOST_HELD = 6_000;

/** A failed task and where its failure began: in itself, or in a task that it followed from. */
export interface TracedFailure {
  readonly root: Span;
  readonly origin: Origin;
  /** From the root of the failed task down to the origin. */
  readonly chain: readonly Span[];
  /** Whether the action above the one that failed lived on. */
  readonly handled: boolean;
  /** Whether the task is one of those that are as usual. */
  readonly usual: boolean;
}

/** A task, and the action of it that failed and is to be traced. */
interface HeldTask {
  readonly root: Span;
  readonly failed: Span;
  readonly usual: boolean;
}

export class FailedTasks {
  readonly #experience: Experience;
  readonly #trace: (failure: TracedFailure) => void;
  #held: HeldTask[] = [];
  #heldItems = 0;
  readonly #byTask = new Map<string, Span>();

  constructor(experience: Experience, trace: (failure: TracedFailure) => void) {
    this.#experience = experience;
    this.#trace = trace;
  }

  /** Holds a task, and the actions in it whose failure is to be traced: its root, or such as were handled. */
  add(root: Span, failed: readonly Span[], usual: boolean): void {
    for (const span of failed) this.#held.push({ root, failed: span, usual });
    this.#byTask.set(root.action.taskUuid, root);
    for (const span of spansOf(root)) this.#heldItems += 1 + span.items.length;
    if (this.#heldItems > MOST_HELD) this.flush();
  }

  /** Traces all that are held. */
  flush(): void {
    for (const held of this.#held) this.#trace(this.#traced(held));
    this.#held = [];
    this.#heldItems = 0;
    this.#byTask.clear();
  }

  #traced({ root, failed, usual }: HeldTask): TracedFailure {
    let origin = findOrigin(failed, this.#experience);
    let chain = lineage(origin.span);
    const visited = new Set([root.action.taskUuid]);
    for (let followed = this.#failedBefore(chain, visited); followed !== undefined; ) {
      origin = findOrigin(followed, this.#experience);
      const further = lineage(origin.span);
      chain = [...chain, ...further];
      followed = this.#failedBefore(further, visited);
    }
    return { root, origin, chain, handled: failed !== root, usual };
  }

  /** The failed action that one of these followed from. */
  #failedBefore(chain: readonly Span[], visited: Set<string>): Span | undefined {
    for (const span of chain) {
      for (const { taskUuid, taskLevel } of followedBy(span)) {
        const root = visited.has(taskUuid) ? undefined : this.#byTask.get(taskUuid);
        const followed = root === undefined ? undefined : spanAt(root, taskLevel);
        if (followed?.action.status !== "failed") continue;
        visited.add(taskUuid);
        return followed;
      }
    }
    return undefined;
  }
}

/** The actions from the root down to one. */
export function lineage(span: Span): Span[] {
  const chain: Span[] = [];
  for (let at: Span | undefined = span; at !== undefined; at = at.parent) chain.push(at);
  return chain.reverse();
}
