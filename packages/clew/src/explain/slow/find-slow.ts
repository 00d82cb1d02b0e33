import type { TaskTree } from "../../parse/index.js";
import { EvenSample, FeatureNumbers } from "../apart/index.js";
import {
  type ActionPath,
  createPathRoot,
  followCriticalPath,
  ownSeconds,
  placeOf,
  type Span,
  silencesOf,
  toSpan,
} from "../task/index.js";
import { GapSums } from "./gap-sums.js";
import { slowApart } from "./slow-apart.js";
import { type SlowFacts, slowFactsOf } from "./slow-facts.js";
import type { SlowAction, SlowReport } from "./slow-report.js";
import { SlowestTasks } from "./slowest-tasks.js";

export interface FindSlowOptions {
  /** Only the slowest part of the tasks, from 0 to 1; all of them by default. */
  readonly slowest?: number;
}

/**
 * Follows the critical path of each task that ended and sums up, by action path, what was spent there.
 *
 * Work that nobody waited for does not count, however long it took, nor does what went on after a task's root had
 * ended. Reads the trees once and keeps a bounded summary of them.
 *
 * @example
 * ```ts
 * import { findSlow } from "clew/explain";
 * import { parseStream } from "clew/parse";
 *
 * const lines = [
 *   '{"task_uuid":"a","task_level":[1],"timestamp":1,"action_type":"order","action_status":"started"}',
 *   '{"task_uuid":"a","task_level":[2],"timestamp":3,"action_type":"order","action_status":"succeeded"}',
 * ];
 * const { actions } = await findSlow(parseStream(lines));
 * console.log(actions[0]?.criticalSelfSeconds); // 2
 * ```
 */
export async function findSlow(
  trees: Iterable<TaskTree> | AsyncIterable<TaskTree>,
  options: FindSlowOptions = {},
): Promise<SlowReport> {
  const study = new SlowStudy(options.slowest ?? 1);
  for await (const tree of trees) study.add(tree);
  return study.report();
}

interface PathSum {
  readonly path: ActionPath;
  seconds: number;
  count: number;
  longest: { readonly span: Span; readonly seconds: number };
}

/** Actions and features of tasks that are kept, for what sets the slow apart: some 2,500 tasks. */
const MOST_KEPT = 300_000;
/** Paths of which it is asked what sets the slow apart, and how many of the rest are listed. */
const EXPLAINED = 5;
const LISTED = 50;

class SlowStudy {
  readonly #paths = createPathRoot();
  readonly #features = new FeatureNumbers();
  readonly #sums = new Map<ActionPath, PathSum>();
  readonly #gaps = new GapSums();
  readonly #facts = new EvenSample<SlowFacts>(MOST_KEPT, ({ paths, features }) => paths.length + features.length);
  readonly #slowest: SlowestTasks | undefined;
  #tasks = 0;
  #seconds = 0;

  constructor(share: number) {
    this.#slowest = share < 1 ? new SlowestTasks(share) : undefined;
  }

  add(tree: TaskTree): void {
    const root = toSpan(tree, this.#paths);
    if (root?.end === undefined || tree.continues !== undefined) return;
    if (this.#slowest === undefined) this.#study(root);
    else this.#slowest.add(root);
  }

  #study(root: Span): void {
    this.#tasks++;
    this.#seconds += Math.max(0, (root.end as number) - root.start);
    followCriticalPath(root, (span, waiting) => {
      this.#add(span, ownSeconds(waiting));
      for (const silence of silencesOf(span, waiting)) this.#gaps.add(span, silence);
    });
    this.#facts.add(() => slowFactsOf(root, this.#features));
  }

  #add(span: Span, seconds: number): void {
    const sum = this.#sums.get(span.path);
    if (sum === undefined) {
      this.#sums.set(span.path, { path: span.path, seconds, count: 1, longest: { span, seconds } });
      return;
    }
    sum.seconds += seconds;
    sum.count++;
    if (seconds > sum.longest.seconds) sum.longest = { span, seconds };
  }

  report(): SlowReport {
    for (const root of this.#slowest?.all() ?? []) this.#study(root);
    const sums = [...this.#sums.values()].sort((a, b) => b.seconds - a.seconds).slice(0, LISTED);
    return {
      tasks: this.#tasks,
      totalSeconds: this.#seconds,
      actions: sums.map((sum, i) => this.#action(sum, i < EXPLAINED)),
      gaps: this.#gaps.largest(),
    };
  }

  #action({ path, seconds, count, longest }: PathSum, explained: boolean): SlowAction {
    return {
      actionPath: path.types(),
      criticalSelfSeconds: seconds,
      share: this.#seconds === 0 ? 0 : seconds / this.#seconds,
      count,
      example: placeOf(longest.span),
      setApart: explained ? slowApart(this.#facts.all(), path.id, this.#features) : [],
    };
  }
}
