// `stats`: numbers by type of action, corrected for what was sampled out.
import type { TaskTree, WrittenAction } from "../../parse/index.js";
import { names } from "../../wire/index.js";
import { createPathRoot, outcomeOf, ownSeconds, type Span, spansOf, toSpan, waitingOf } from "../task/index.js";
import { DurationSketch } from "./duration-sketch.js";
import { weightsOf } from "./sample-share.js";
import { type TimeBucket, TimeBuckets } from "./time-buckets.js";

/** What the actions of a log come to. */
export interface Summary {
  readonly actions: readonly ActionSummary[];
  /** When tasks began, in even steps from the first to the last; with how many of them failed. */
  readonly histogram: readonly TimeBucket[];
  /** Set where tasks were sampled out by who wrote the log. All numbers are then corrected for that. */
  readonly sampling: SamplingSummary | undefined;
}

/** What is known of the tasks that are not in a log because it was sampled. */
export interface SamplingSummary {
  /** Tasks of which the log has something. */
  readonly tasksRead: number;
  /** About as many tasks there were, by the shares that are written in those. */
  readonly tasks: number;
  /** As many were left out, as the writers say in `clew:ledger`; each process counts the tasks that it had a part of. */
  readonly tasksSampledOut: number;
}

/** All actions of one type, those that were sampled out included. Times are in seconds, `undefined` where none of them has ended. */
export interface ActionSummary {
  readonly actionType: string;
  /** The field by which they were told apart, and its value; `undefined` for those that have none. */
  readonly by?: { readonly field: string; readonly value: string | undefined };
  readonly count: number;
  /** How many of them the log has: fewer than `count` where it was sampled. */
  readonly read: number;
  /** Those that failed by themselves. */
  readonly failed: number;
  /** Those that were told to stop. */
  readonly cancelled: number;
  /** Scopes whose own deadline expired. */
  readonly timedOut: number;
  /** Those of which no finish was read. */
  readonly incomplete: number;
  readonly p50Seconds: number | undefined;
  readonly p95Seconds: number | undefined;
  readonly p99Seconds: number | undefined;
  /** The sum of what they took by themselves, without the children that they waited for. */
  readonly selfSeconds: number;
}

/** What actions are told apart by, beside their type. */
export interface SummaryOptions {
  /** A field, and its value in an action. */
  readonly by?: { readonly field: string; readonly valueOf: (action: WrittenAction) => string | undefined };
}

/**
 * Counts the actions of a log by type, with their durations. Percentiles are right to 1 %. The type with the most time
 * of its own comes first. Of a log that was sampled, what is counted is what the program did: an action of a task that
 * was kept as one of a share stands for as many as that share says. Reads the trees once and keeps a bounded summary of
 * them.
 *
 * @example
 * ```ts
 * import { summarize } from "clew/explain";
 * import { parseStream } from "clew/parse";
 *
 * const lines = [
 *   '{"task_uuid":"a","task_level":[1],"timestamp":1,"action_type":"order","action_status":"started"}',
 *   '{"task_uuid":"a","task_level":[2],"timestamp":3,"action_type":"order","action_status":"succeeded"}',
 * ];
 * const { actions } = await summarize(parseStream(lines));
 * console.log(actions[0]?.count, actions[0]?.selfSeconds); // 1 2
 * ```
 */
export async function summarize(
  trees: Iterable<TaskTree> | AsyncIterable<TaskTree>,
  options: SummaryOptions = {},
): Promise<Summary> {
  const study = new SummaryStudy(options);
  for await (const tree of trees) study.add(tree);
  return study.report();
}

interface Tally {
  readonly type: string;
  readonly value: string | undefined;
  count: number;
  read: number;
  failed: number;
  cancelled: number;
  timedOut: number;
  incomplete: number;
  selfSeconds: number;
  readonly durations: DurationSketch;
}

/** Action types that are told apart; what a log has beyond is counted under one name. */
const MOST_TYPES = 10_000;
const OTHERS = "(other types)";

class SummaryStudy {
  readonly #paths = createPathRoot();
  readonly #tallies = new Map<string, Tally>();
  readonly #buckets = new TimeBuckets();
  #tasksRead = 0;
  #tasks = 0;
  #tasksSampledOut = 0;
  readonly #by: SummaryOptions["by"];

  constructor({ by }: SummaryOptions) {
    this.#by = by;
  }

  add(tree: TaskTree): void {
    this.#noteSampledOut(tree);
    const root = toSpan(tree, this.#paths);
    if (root === undefined || tree.continues !== undefined) return;
    const weightOf = weightsOf(root);
    const weight = weightOf?.(root) ?? 1;
    this.#tasksRead++;
    this.#tasks += weight;
    this.#buckets.add(root.start, root.action.status === "failed", weight);
    for (const span of spansOf(root)) this.#count(span, weightOf?.(span) ?? 1);
  }

  #noteSampledOut({ root }: TaskTree): void {
    if (root.kind !== "message" || root.messageType !== names.LEDGER) return;
    const { tasks_sampled_out: tasks } = root.fields;
    if (typeof tasks === "number" && tasks > 0) this.#tasksSampledOut += tasks;
  }

  #count(span: Span, weight: number): void {
    const { action, path } = span;
    const tally = this.#tally(path.type, this.#by?.valueOf(action));
    tally.read++;
    tally.count += weight;
    const outcome = outcomeOf(action);
    if (outcome === "failed") tally.failed += weight;
    else if (outcome === "cancelled") tally.cancelled += weight;
    else if (outcome === "timed out") tally.timedOut += weight;
    if (span.end === undefined) tally.incomplete += weight;
    if (action.durationSeconds !== undefined) tally.durations.add(action.durationSeconds, weight);
    tally.selfSeconds += weight * ownSeconds(waitingOf(span));
  }

  #tally(type: string, value: string | undefined): Tally {
    const key = value === undefined ? type : `${type}\n${value}`;
    const known = this.#tallies.get(key);
    if (known !== undefined) return known;
    const isOther = this.#tallies.size >= MOST_TYPES;
    const name = isOther ? OTHERS : key;
    const tally = this.#tallies.get(name) ?? {
      type: isOther ? OTHERS : type,
      value: isOther ? undefined : value,
      count: 0,
      read: 0,
      failed: 0,
      cancelled: 0,
      timedOut: 0,
      incomplete: 0,
      selfSeconds: 0,
      durations: new DurationSketch(),
    };
    this.#tallies.set(name, tally);
    return tally;
  }

  report(): Summary {
    const field = this.#by?.field;
    const actions = [...this.#tallies.values()].map((tally) => ({
      actionType: tally.type,
      ...(field !== undefined && { by: { field, value: tally.value } }),
      count: Math.round(tally.count),
      read: tally.read,
      failed: Math.round(tally.failed),
      cancelled: Math.round(tally.cancelled),
      timedOut: Math.round(tally.timedOut),
      incomplete: Math.round(tally.incomplete),
      p50Seconds: tally.durations.quantile(0.5),
      p95Seconds: tally.durations.quantile(0.95),
      p99Seconds: tally.durations.quantile(0.99),
      selfSeconds: tally.selfSeconds,
    }));
    return {
      actions: actions.sort((a, b) => b.selfSeconds - a.selfSeconds),
      histogram: this.#buckets.all(),
      sampling: this.#sampling(),
    };
  }

  #sampling(): SamplingSummary | undefined {
    const tasks = Math.round(this.#tasks);
    const tasksRead = this.#tasksRead;
    const tasksSampledOut = this.#tasksSampledOut;
    return tasks === tasksRead && tasksSampledOut === 0 ? undefined : { tasksRead, tasks, tasksSampledOut };
  }
}
