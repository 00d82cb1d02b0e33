// `slow`: the critical paths of all tasks, summed by action path; against tasks that are as usual, where there are some.

import type { TaskTree } from "../../parse/index.js";
import { EvenSample, FeatureNumbers } from "../apart/index.js";
import { type ChangeReport, ChangeStudy, type Suspect, suspectsByCount } from "../changes/index.js";
import {
  type ActionPath,
  Clocks,
  clocked,
  createPathRoot,
  followCriticalPath,
  ownSeconds,
  placeOf,
  type Span,
  silencesOf,
  toSpan,
  valueAbove,
} from "../task/index.js";
import { GapSums } from "./gap-sums.js";
import { reachedWith, slowApart } from "./slow-apart.js";
import { type SlowFacts, slowFactsOf } from "./slow-facts.js";
import type { SlowAction, SlowReport } from "./slow-report.js";
import { SlowestTasks } from "./slowest-tasks.js";

export interface FindSlowOptions {
  /** Only the slowest part of the tasks, from 0 to 1; all of them by default. */
  readonly slowest?: number;
  /** Tasks that are as usual: then what costs more than in those comes first. */
  readonly baseline?: Iterable<TaskTree> | AsyncIterable<TaskTree>;
  /** Whether a task of the log itself is one of those. */
  readonly isUsual?: (tree: TaskTree) => boolean;
  /** The field whose values are ranked by how much speaks for each: `service` by default. */
  readonly by?: string;
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
  const study = new SlowStudy(options);
  const [before, now] = [new Clocks(), new Clocks()];
  for await (const tree of clocked(options.baseline ?? [], before)) study.add(tree, true, before);
  for await (const tree of clocked(trees, now)) study.add(tree, options.isUsual?.(tree) ?? false, now);
  return study.report();
}

interface PathSum {
  readonly path: ActionPath;
  seconds: number;
  /** The same of the tasks that are as usual. */
  usual: number;
  count: number;
  readonly value: string | undefined;
  /** Only of the tasks that are asked about: a span holds all of its task. */
  longest: { readonly span: Span; readonly seconds: number } | undefined;
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
  readonly #usualFacts = new EvenSample<SlowFacts>(MOST_KEPT, ({ paths, features }) => paths.length + features.length);
  readonly #slowest: SlowestTasks | undefined;
  readonly #changes: ChangeStudy | undefined;
  readonly #by: string;
  #tasks = 0;
  #usualTasks = 0;
  #seconds = 0;

  constructor({ slowest = 1, baseline, isUsual, by = "service" }: FindSlowOptions) {
    this.#by = by;
    this.#slowest = slowest < 1 ? new SlowestTasks(slowest) : undefined;
    this.#changes = baseline === undefined && isUsual === undefined ? undefined : new ChangeStudy(by);
  }

  add(tree: TaskTree, usual: boolean, clocks: Clocks): void {
    const root = toSpan(tree, this.#paths, { clocks });
    if (root === undefined || tree.continues !== undefined) return;
    if (usual) this.#changes?.addUsual(root);
    else this.#changes?.add(root);
    if (root.end === undefined) return;
    if (usual) {
      this.#usualTasks++;
      this.#usualFacts.add(() => slowFactsOf(root, this.#features));
      followCriticalPath(root, (span, waiting) => {
        this.#sumOf(span).usual += ownSeconds(waiting);
      });
      return;
    }
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

  #sumOf(span: Span): PathSum {
    let sum = this.#sums.get(span.path);
    if (sum === undefined) {
      const value = valueAbove(span, this.#by);
      sum = { path: span.path, seconds: 0, usual: 0, count: 0, value, longest: undefined };
      this.#sums.set(span.path, sum);
    }
    return sum;
  }

  #add(span: Span, seconds: number): void {
    const sum = this.#sumOf(span);
    sum.seconds += seconds;
    sum.count++;
    if (sum.longest === undefined || seconds > sum.longest.seconds) sum.longest = { span, seconds };
  }

  report(): SlowReport {
    for (const root of this.#slowest?.all() ?? []) this.#study(root);
    const changed = this.#changes?.report();
    const sums = [...this.#sums.values()]
      .flatMap((sum) => (sum.longest === undefined ? [] : [{ ...sum, longest: sum.longest }]))
      .sort((a, b) => this.#extra(b) - this.#extra(a))
      .slice(0, LISTED);
    return {
      tasks: this.#tasks,
      totalSeconds: this.#seconds,
      actions: sums.map((sum, i) => this.#action(sum, i < EXPLAINED, changed)),
      usualTasks: changed === undefined ? undefined : this.#usualTasks,
      between: changed?.between ?? [],
      suspects: changed?.suspects ?? this.#suspects(),
      gaps: this.#gaps.largest(),
    };
  }

  /** Seconds a task above what is usual; all of them where nothing is. */
  #extra({ seconds, usual }: Pick<PathSum, "seconds" | "usual">): number {
    return seconds / Math.max(1, this.#tasks) - (this.#usualTasks === 0 ? 0 : usual / this.#usualTasks);
  }

  #suspects(): Suspect[] {
    const told = [...this.#sums.values()].flatMap(({ value, seconds, path }) =>
      value === undefined || seconds <= 0
        ? []
        : [
            {
              value,
              count: seconds,
              text: `${path.type} took ${seconds.toPrecision(3)} s of the time that was waited for`,
            },
          ],
    );
    return suspectsByCount(told, this.#by);
  }

  #action(
    sum: PathSum & { readonly longest: { readonly span: Span } },
    explained: boolean,
    changed: ChangeReport | undefined,
  ): SlowAction {
    const { path, seconds, count, usual, longest } = sum;
    const actionPath = path.types();
    return {
      actionPath,
      criticalSelfSeconds: seconds,
      share: this.#seconds === 0 ? 0 : seconds / this.#seconds,
      count,
      example: placeOf(longest.span),
      confidence: changed === undefined ? (count + 1) / (count + 2) : confidenceIn(changed, actionPath),
      usualSecondsPerTask: this.#usualTasks === 0 ? undefined : usual / this.#usualTasks,
      extraSecondsPerTask: this.#extra(sum),
      reachedWith: explained ? reachedWith(this.#facts.all(), path.id, this.#features) : undefined,
      setApart: explained ? slowApart(this.#facts.all(), path.id, this.#features, this.#usualFacts.all()) : [],
    };
  }
}

/** How sure it is that the actions of a path take longer than usual, or are more. */
function confidenceIn({ changes }: ChangeReport, actionPath: readonly string[]): number {
  const end = actionPath.slice(-2);
  const own = changes.filter((change) => end.join("\n") === change.actionPath.join("\n"));
  return Math.max(UNCHANGED, ...own.map(({ confidence }) => confidence));
}

/** Paths about which nothing changed that is worth a mention are to blame less often than this. */
const UNCHANGED = 0.05;
