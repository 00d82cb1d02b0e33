import type { TaskTree } from "../parse/index.js";
import { createPathRoot } from "./action-path.js";
import { ownSeconds, waitingOf } from "./critical-path.js";
import { DurationSketch } from "./duration-sketch.js";
import { type Span, spansOf, toSpan } from "./span.js";
import { type TimeBucket, TimeBuckets } from "./time-buckets.js";

/** What the actions of a log come to. */
export interface Summary {
  readonly actions: readonly ActionSummary[];
  /** When tasks began, in even steps from the first to the last; with how many of them failed. */
  readonly histogram: readonly TimeBucket[];
}

/** All actions of one type. Times are in seconds, `undefined` where none of them has ended. */
export interface ActionSummary {
  readonly actionType: string;
  readonly count: number;
  readonly failed: number;
  /** Those of which no finish was read. */
  readonly incomplete: number;
  readonly p50Seconds: number | undefined;
  readonly p95Seconds: number | undefined;
  readonly p99Seconds: number | undefined;
  /** The sum of what they took by themselves, without the children that they waited for. */
  readonly selfSeconds: number;
}

/**
 * Counts the actions of a log by type, with their durations. Percentiles are right to 1 %. The type with the most time
 * of its own comes first. Reads the trees once and keeps a bounded summary of them.
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
export async function summarize(trees: Iterable<TaskTree> | AsyncIterable<TaskTree>): Promise<Summary> {
  const study = new SummaryStudy();
  for await (const tree of trees) study.add(tree);
  return study.report();
}

interface Tally {
  count: number;
  failed: number;
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

  add(tree: TaskTree): void {
    const root = toSpan(tree, this.#paths);
    if (root === undefined || tree.continues !== undefined) return;
    this.#buckets.add(root.start, root.action.status === "failed");
    for (const span of spansOf(root)) this.#count(span);
  }

  #count(span: Span): void {
    const { action, path } = span;
    const tally = this.#tally(path.type);
    tally.count++;
    if (action.status === "failed") tally.failed++;
    if (span.end === undefined) tally.incomplete++;
    if (action.durationSeconds !== undefined) tally.durations.add(action.durationSeconds);
    tally.selfSeconds += ownSeconds(waitingOf(span));
  }

  #tally(type: string): Tally {
    const known = this.#tallies.get(type);
    if (known !== undefined) return known;
    const name = this.#tallies.size < MOST_TYPES ? type : OTHERS;
    const tally = this.#tallies.get(name) ?? {
      count: 0,
      failed: 0,
      incomplete: 0,
      selfSeconds: 0,
      durations: new DurationSketch(),
    };
    this.#tallies.set(name, tally);
    return tally;
  }

  report(): Summary {
    const actions = [...this.#tallies].map(([actionType, { count, failed, incomplete, selfSeconds, durations }]) => ({
      actionType,
      count,
      failed,
      incomplete,
      p50Seconds: durations.quantile(0.5),
      p95Seconds: durations.quantile(0.95),
      p99Seconds: durations.quantile(0.99),
      selfSeconds,
    }));
    return { actions: actions.sort((a, b) => b.selfSeconds - a.selfSeconds), histogram: this.#buckets.all() };
  }
}
