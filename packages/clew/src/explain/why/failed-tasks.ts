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
}

export class FailedTasks {
  readonly #experience: Experience;
  readonly #trace: (failure: TracedFailure) => void;
  #held: Span[] = [];
  #heldItems = 0;
  readonly #byTask = new Map<string, Span>();

  constructor(experience: Experience, trace: (failure: TracedFailure) => void) {
    this.#experience = experience;
    this.#trace = trace;
  }

  add(root: Span): void {
    this.#held.push(root);
    this.#byTask.set(root.action.taskUuid, root);
    for (const span of spansOf(root)) this.#heldItems += 1 + span.items.length;
    if (this.#heldItems > MOST_HELD) this.flush();
  }

  /** Traces all that are held. */
  flush(): void {
    for (const root of this.#held) {
      if (root.action.status === "failed") this.#trace(this.#traced(root));
    }
    this.#held = [];
    this.#heldItems = 0;
    this.#byTask.clear();
  }

  #traced(root: Span): TracedFailure {
    let origin = findOrigin(root, this.#experience);
    let chain = lineage(origin.span);
    const visited = new Set([root.action.taskUuid]);
    for (let followed = this.#failedBefore(chain, visited); followed !== undefined; ) {
      origin = findOrigin(followed, this.#experience);
      const further = lineage(origin.span);
      chain = [...chain, ...further];
      followed = this.#failedBefore(further, visited);
    }
    return { root, origin, chain };
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

function lineage(span: Span): Span[] {
  const chain: Span[] = [];
  for (let at: Span | undefined = span; at !== undefined; at = at.parent) chain.push(at);
  return chain.reverse();
}
