// `why`: failures grouped by where they began, and what sets the failed tasks apart.
import type { TaskTree, WrittenNode } from "../../parse/index.js";
import { collectFeatures, confidenceOf, FactStore, FeatureNumbers, logChance } from "../apart/index.js";
import { ChangeStudy, type Suspect, suspectsByCount } from "../changes/index.js";
import {
  type ActionPath,
  type ActionPlace,
  Clocks,
  clocked,
  createPathRoot,
  followedTasks,
  placeOf,
  reasonPattern,
  recordsBefore,
  type Span,
  spansOf,
  TypicalDurations,
  toSpan,
  valueAbove,
  wasDismissed,
} from "../task/index.js";
import { compare, type FailedTask } from "./comparison.js";
import { deepestSigns, isError, kindOf, type Sign, saidBy } from "./error-notes.js";
import { FailedTasks, lineage, type TracedFailure } from "./failed-tasks.js";
import type { FailureGroup, FailureReport } from "./failure-report.js";
import { type Since, sinceWhen } from "./since.js";
import { Survival } from "./survival.js";

export interface ExplainFailuresOptions {
  /** Also lists failures that were handled, after the others. */
  readonly handled?: boolean;
  /** Counts as a failure: an action, or a message in one. By default an action that failed and its task with it. */
  readonly failed?: (node: WrittenNode) => boolean;
  /** Tasks that are as usual, to tell what is new or more frequent. */
  readonly baseline?: Iterable<TaskTree> | AsyncIterable<TaskTree>;
  /** Whether a task of the log itself is one of those. */
  readonly isUsual?: (tree: TaskTree) => boolean;
  /** The tasks that are reported; all by default. The others still teach which failures are usually handled. */
  readonly of?: (tree: TaskTree) => boolean;
  /** Is told, for each task that failed, where its failure began, and by a text that is one for all failures of a kind. */
  readonly onOrigin?: (taskUuid: string, origin: ActionPlace, kind: string) => void;
  /** The field whose values are ranked by how much speaks for each: `service` by default. */
  readonly by?: string;
}

/**
 * Groups the failures of a log by where they began, and says what sets the failed tasks apart from those that did the
 * same and got through.
 *
 * The origin is the first failure that the actions above it did not outlive; that a failure is usually handled is
 * learned from the log itself, so the whole log should be given, not only what failed. With a baseline, what is new or
 * more frequent than usual comes first. Errors that were logged in tasks that did not fail are given by themselves. Reads
 * the trees once and keeps a bounded summary of them.
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
  const study = new FailureStudy(options);
  const [before, now] = [new Clocks(), new Clocks()];
  for await (const tree of clocked(options.baseline ?? [], before)) study.add(tree, true, before);
  for await (const tree of clocked(trees, now)) study.add(tree, options.isUsual?.(tree) ?? false, now);
  return study.report();
}

interface Group {
  count: number;
  usual: number;
  readonly first: TracedFailure;
  readonly said: { readonly exception: string | null; readonly reason: string | null };
  /** The first few, of which the one is shown that has what sets them apart. */
  readonly examples: TracedFailure[];
  readonly at: ActionPath;
  readonly value: string | undefined;
  readonly tasks: (FailedTask & { readonly follows: readonly string[] })[];
  /** The tasks in which it came, by number. */
  readonly numbers: Set<number>;
}

/** Failed tasks of one origin whose features are kept; more make no share more exact than it need be. */
const MOST_COMPARED = 1000;
/** Failed tasks of one origin of which one can be shown. */
const MOST_EXAMPLES = 20;
/** Kinds of failure that are told apart. */
const MOST_KINDS = 1000;
/** Tasks whose beginnings are kept, for the moment from which they failed. */
const MOST_TIMED = 200_000;

class FailureStudy {
  readonly #options: ExplainFailuresOptions;
  readonly #by: string;
  readonly #paths = createPathRoot();
  readonly #features = new FeatureNumbers();
  readonly #facts = new FactStore();
  readonly #usualFacts = new FactStore();
  readonly #experience = { survival: new Survival(), durations: new TypicalDurations() };
  readonly #failed = new FailedTasks(this.#experience, (failure) => this.#trace(failure));
  readonly #groups = {
    failed: new Map<string, Group>(),
    handled: new Map<string, Group>(),
    logged: new Map<string, Group>(),
  };
  readonly #changes: ChangeStudy | undefined;
  readonly #begins: number[] = [];
  readonly #numbers = new Map<string, number>();
  #tasks = 0;
  #usualTasks = 0;
  #failedTasks = 0;

  constructor(options: ExplainFailuresOptions) {
    this.#options = options;
    this.#by = options.by ?? "service";
    const compares = options.baseline !== undefined || options.isUsual !== undefined;
    this.#changes = compares ? new ChangeStudy(this.#by) : undefined;
  }

  add(tree: TaskTree, usual: boolean, clocks: Clocks): void {
    const root = toSpan(tree, this.#paths, { clocks });
    if (root === undefined || tree.continues !== undefined) return;
    this.#experience.survival.add(root);
    this.#experience.durations.add(root);
    if (!usual && this.#options.of?.(tree) === false) {
      // A task that is reported may have followed from this one.
      if (root.action.status === "failed") this.#failed.add(root, [], false);
      return;
    }
    if (usual) {
      this.#usualTasks++;
      this.#changes?.addUsual(root);
      this.#usualFacts.add(root, this.#features);
    } else {
      this.#tasks++;
      this.#changes?.add(root);
      this.#facts.add(root, this.#features);
      if (this.#begins.length < MOST_TIMED) {
        this.#numbers.set(root.action.taskUuid, this.#begins.length);
        this.#begins.push(root.start);
      }
    }
    const { failed: isFailure, handled = false } = this.#options;
    if (isFailure !== undefined) {
      const [sign] = deepestSigns(root, isFailure);
      if (sign === undefined) return;
      if (!usual) this.#failedTasks++;
      this.#sign(root, sign, this.#groups.failed, usual);
      return;
    }
    const survived = handled ? handledIn(root) : [];
    const fatal = root.action.status === "failed";
    if (fatal && !usual) this.#failedTasks++;
    if (fatal || survived.length > 0) this.#failed.add(root, fatal ? [root, ...survived] : survived, usual);
    if (fatal) return;
    const kinds = new Set<string>();
    for (const sign of deepestSigns(root, isError)) {
      if (kinds.has(kindOf(sign))) continue;
      kinds.add(kindOf(sign));
      this.#sign(root, sign, this.#groups.logged, usual);
    }
  }

  #sign(root: Span, sign: Sign, groups: Map<string, Group>, usual: boolean): void {
    const origin = { span: sign.span, beganAt: sign.time, deadline: false };
    this.#group({ root, origin, chain: lineage(sign.span), handled: false, usual }, kindOf(sign), saidBy(sign), groups);
  }

  #trace(failure: TracedFailure): void {
    const { origin, handled, usual } = failure;
    const { exception = null, reason = null } = origin.span.action;
    const said = origin.deadline ? { exception: null, reason: null } : { exception, reason };
    const own = origin.deadline ? "" : `${exception}\n${reasonPattern(reason ?? undefined)}`;
    const kind = `${origin.span.path.id}\n${own}`;
    if (!handled && !usual) this.#options.onOrigin?.(failure.root.action.taskUuid, placeOf(origin.span), kind);
    this.#group(failure, kind, said, handled ? this.#groups.handled : this.#groups.failed);
  }

  #group(failure: TracedFailure, key: string, said: Group["said"], groups: Map<string, Group>): void {
    const { origin, root, usual } = failure;
    let group = groups.get(key);
    if (group === undefined) {
      if (groups.size >= MOST_KINDS) return;
      const elsewhere = origin.span.action.taskUuid !== root.action.taskUuid;
      group = {
        count: 0,
        usual: 0,
        first: failure,
        said,
        examples: [],
        at: elsewhere ? root.path : origin.span.path,
        value: valueAbove(origin.span, this.#by),
        tasks: [],
        numbers: new Set(),
      };
      groups.set(key, group);
    }
    if (usual) {
      group.usual++;
      return;
    }
    group.count++;
    const number = this.#numbers.get(root.action.taskUuid);
    if (number !== undefined) group.numbers.add(number);
    if (group.examples.length < MOST_EXAMPLES) group.examples.push(failure);
    if (group.tasks.length < MOST_COMPARED && !failure.handled) group.tasks.push(this.#asItWas(failure));
  }

  /** What a failed task was when its failure began. */
  #asItWas({ root, origin: { span: origin, beganAt } }: TracedFailure): Group["tasks"][0] {
    const numbers = new Set<number>();
    const lineageNumbers = new Set<number>();
    const sizes = new Map<number, number>();
    const own = origin.action.taskUuid === root.action.taskUuid;
    const above = new Set<Span>();
    for (let at: Span | undefined = origin; at !== undefined; at = at.parent) above.add(at);
    const isKnown = (time: number, at: Span) => !own || time < beganAt || (at === origin && time === at.start);
    const sink = (feature: number, time: number, at: Span) => {
      if (isKnown(time, at)) numbers.add(feature);
      if (time === at.start && above.has(at)) lineageNumbers.add(feature);
    };
    collectFeatures(root, this.#features, sink, {
      numbers: (field, value, time, at) => {
        if (isKnown(time, at) && !sizes.has(field)) sizes.set(field, value);
      },
    });
    return {
      taskUuid: root.action.taskUuid,
      features: Int32Array.from(numbers),
      numberFields: Int32Array.from(sizes.keys()),
      numberValues: Float64Array.from(sizes.values()),
      lineage: Int32Array.from(lineageNumbers),
      follows: followedTasks(root),
    };
  }

  report(): FailureReport {
    this.#failed.flush();
    const { failed, handled, logged } = this.#groups;
    const failures = this.#explainAll(failed, false);
    const loggedErrors = this.#explainAll(logged, false);
    return {
      failures: [...failures, ...this.#explainAll(handled, true)],
      tasks: this.#tasks,
      failedTasks: this.#failedTasks,
      loggedErrors,
      usualTasks: this.#changes === undefined ? undefined : this.#usualTasks,
      suspects: this.#changes?.report().suspects ?? this.#suspects(failed.size > 0 ? failed : logged),
    };
  }

  /** The groups, the most frequent first, or those that came most above what is usual. */
  #explainAll(groups: ReadonlyMap<string, Group>, handled: boolean): FailureGroup[] {
    const usually = this.#usualTasks === 0 ? 0 : this.#tasks / this.#usualTasks;
    return [...groups.values()]
      .filter(({ count }) => count > 0)
      .sort((a, b) => b.count - usually * b.usual - (a.count - usually * a.usual))
      .map((group) => this.#explained(group, handled));
  }

  #explained(group: Group, handled: boolean): FailureGroup {
    const { path, parent } = group.first.origin.span;
    const record = parent && !handled ? this.#experience.survival.record(parent, group.first.origin.span) : undefined;
    const failed = group.tasks.map((task) => ({
      ...task,
      features: this.#facts.withFollowed(task.features, task.follows),
    }));
    const { setApart, comparedWith, example } = handled
      ? { setApart: [], comparedWith: 0, example: undefined }
      : compare(failed, group.at, this.#facts, this.#features, this.#usualFacts);
    const { origin, chain } = group.examples[example ?? 0] ?? group.first;
    return {
      count: group.count,
      confidence: this.#confidence(group, record),
      usualCount: this.#changes === undefined ? undefined : group.usual,
      since: handled ? undefined : this.#since(group),
      handled,
      record,
      origin: { actionPath: path.types(), actionType: path.type, ...group.said },
      example: placeOf(origin.span),
      chain: chain.map(placeOf),
      before: recordsBefore(origin.span, origin.beganAt),
      setApart,
      comparedWith,
    };
  }

  /**
   * How sure it is that it began there, by Laplace's rule of succession over the times that it went so; times, where there
   * are usual tasks, that it is not as usual.
   */
  #confidence({ count, usual, first }: Group, record: FailureGroup["record"]): number {
    const began =
      record === undefined || record.seen === 0 ? (count + 1) / (count + 2) : (record.fatal + 1) / (record.seen + 2);
    if (this.#changes === undefined || first.usual === undefined) return began;
    const most = (n: number, of: number) => Math.min(n, of);
    const counts = {
      these: this.#tasks,
      theseWith: most(count, this.#tasks),
      others: this.#usualTasks,
      othersWith: most(usual, this.#usualTasks),
    };
    return began * confidenceOf(logChance(counts));
  }

  #since({ numbers }: Group): Since | undefined {
    if (numbers.size < 5) return undefined;
    const tasks = this.#begins.map((time, i) => ({ time, failed: numbers.has(i) }));
    return sinceWhen(tasks.sort((a, b) => a.time - b.time));
  }

  /** The values of the field in which failures began, by how many of them did there. */
  #suspects(groups: ReadonlyMap<string, Group>): Suspect[] {
    const told = [...groups.values()].flatMap(({ value, count, first, said }) =>
      value === undefined || count === 0
        ? []
        : [
            {
              value,
              count,
              text: `${count} times ${first.origin.span.path.type} failed with ${said.exception ?? "no exception"}`,
            },
          ],
    );
    return suspectsByCount(told, this.#by);
  }
}

/** Failures that the action above them lived on after, the outermost of each. */
function handledIn(root: Span): Span[] {
  const found: Span[] = [];
  for (const span of spansOf(root)) {
    const { action, parent } = span;
    if (action.status === "failed" && parent?.action.status === "succeeded" && !wasDismissed(action)) found.push(span);
  }
  return found;
}
