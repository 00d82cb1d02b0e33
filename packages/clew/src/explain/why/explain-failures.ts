// `why`: failures grouped by where they began, and what sets the failed tasks apart.
import type { Message, TaskTree } from "../../parse/index.js";
import { collectFeatures, FactStore, FeatureNumbers } from "../apart/index.js";
import {
  type ActionPath,
  createPathRoot,
  followedTasks,
  placeOf,
  reasonPattern,
  recordsBefore,
  type Span,
  TypicalDurations,
  toSpan,
} from "../task/index.js";
import { compare, type FailedTask } from "./comparison.js";
import { FailedTasks, type TracedFailure } from "./failed-tasks.js";
import type { FailureGroup, FailureReport } from "./failure-report.js";
import { HandledFailures } from "./handled-failures.js";
import { Survival } from "./survival.js";

export interface ExplainFailuresOptions {
  /** Also lists failures that were handled, after the others. */
  readonly handled?: boolean;
}

/**
 * Groups the failures of a log by where they began, and says what sets the failed tasks apart from those that did the
 * same and got through.
 *
 * The origin is the first failure that the actions above it did not outlive; that a failure is usually handled is
 * learned from the log itself, so the whole log should be given, not only what failed. Reads the trees once and keeps
 * a bounded summary of them.
 *
 * @example
 * ```ts
 * import { explainFailures } from "clew/explain";
 * import { parseStream } from "clew/parse";
 *
 * const lines = [
 *   '{"task_uuid":"a","task_level":[1],"timestamp":1,"action_type":"order","action_status":"started"}',
 *   '{"task_uuid":"a","task_level":[2],"timestamp":2,"action_type":"order","action_status":"failed","exception":"KeyError","reason":"price"}',
 * ];
 * const { failures } = await explainFailures(parseStream(lines));
 * console.log(failures[0]?.origin.actionPath); // [ 'order' ]
 * ```
 */
export async function explainFailures(
  trees: Iterable<TaskTree> | AsyncIterable<TaskTree>,
  options: ExplainFailuresOptions = {},
): Promise<FailureReport> {
  const study = new FailureStudy(options.handled ?? false);
  for await (const tree of trees) study.add(tree);
  return study.report();
}

interface Group {
  count: number;
  readonly first: TracedFailure;
  readonly before: readonly Message[];
  readonly at: ActionPath;
  readonly tasks: (FailedTask & { readonly follows: readonly string[] })[];
}

/** Failed tasks of one origin whose features are kept; more make no share more exact than it need be. */
const MOST_COMPARED = 1000;

class FailureStudy {
  readonly #paths = createPathRoot();
  readonly #features = new FeatureNumbers();
  readonly #facts = new FactStore();
  readonly #experience = { survival: new Survival(), durations: new TypicalDurations() };
  readonly #failed = new FailedTasks(this.#experience, (failure) => this.#group(failure));
  readonly #groups = new Map<string, Group>();
  readonly #handled: HandledFailures | undefined;
  #tasks = 0;
  #failedTasks = 0;

  constructor(handled: boolean) {
    this.#handled = handled ? new HandledFailures() : undefined;
  }

  add(tree: TaskTree): void {
    const root = toSpan(tree, this.#paths);
    if (root === undefined || tree.continues !== undefined) return;
    this.#tasks++;
    this.#experience.survival.add(root);
    this.#experience.durations.add(root);
    this.#facts.add(root, this.#features);
    this.#handled?.add(root);
    if (root.action.status !== "failed") return;
    this.#failedTasks++;
    this.#failed.add(root);
  }

  #group(failure: TracedFailure): void {
    const { origin, root } = failure;
    const { exception, reason } = origin.span.action;
    const own = origin.deadline ? "" : `${exception}\n${reasonPattern(reason)}`;
    const key = `${origin.span.path.id}\n${own}`;
    let group = this.#groups.get(key);
    if (group === undefined) {
      const elsewhere = origin.span.action.taskUuid !== root.action.taskUuid;
      group = {
        count: 0,
        first: failure,
        before: recordsBefore(origin.span, origin.beganAt),
        at: elsewhere ? root.path : origin.span.path,
        tasks: [],
      };
      this.#groups.set(key, group);
    }
    group.count++;
    if (group.tasks.length < MOST_COMPARED) group.tasks.push(this.#asItWas(failure));
  }

  /** What a failed task was when its failure began. */
  #asItWas({ root, origin: { span: origin, beganAt } }: TracedFailure) {
    const numbers = new Set<number>();
    const lineage = new Set<number>();
    const own = origin.action.taskUuid === root.action.taskUuid;
    const above = new Set<Span>();
    for (let at: Span | undefined = origin; at !== undefined; at = at.parent) above.add(at);
    collectFeatures(root, this.#features, (feature, time, at) => {
      const isStart = time === at.start;
      if (!own || time < beganAt || (at === origin && isStart)) numbers.add(feature);
      if (isStart && above.has(at)) lineage.add(feature);
    });
    return {
      taskUuid: root.action.taskUuid,
      features: Int32Array.from(numbers),
      lineage: Int32Array.from(lineage),
      follows: followedTasks(root),
    };
  }

  report(): FailureReport {
    this.#failed.flush();
    const groups = [...this.#groups.values()].sort((a, b) => b.count - a.count);
    const failures = groups.map((group) => this.#explained(group));
    return {
      failures: [...failures, ...(this.#handled?.groups() ?? [])],
      tasks: this.#tasks,
      failedTasks: this.#failedTasks,
    };
  }

  #explained(group: Group): FailureGroup {
    const { origin, chain } = group.first;
    const { action, path, parent } = origin.span;
    const failed = group.tasks.map((task) => ({
      ...task,
      features: this.#facts.withFollowed(task.features, task.follows),
    }));
    return {
      count: group.count,
      handled: false,
      record: parent && this.#experience.survival.record(parent, origin.span),
      origin: {
        actionPath: path.types(),
        actionType: path.type,
        exception: origin.deadline ? null : (action.exception ?? null),
        reason: origin.deadline ? null : (action.reason ?? null),
      },
      example: placeOf(origin.span),
      chain: chain.map(placeOf),
      before: group.before,
      ...compare(failed, group.at, this.#facts, this.#features),
    };
  }
}
