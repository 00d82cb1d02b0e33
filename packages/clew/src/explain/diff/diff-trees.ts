import type { TaskTree } from "../../parse/index.js";
import {
  type ActionPath,
  beganAt,
  createPathRoot,
  isSpan,
  recordsBefore,
  type Span,
  type SpanItem,
  saysTimeout,
  spansOf,
  toSpan,
} from "../task/index.js";
import { type FoundDivergence, TaskComparison } from "./compare-tasks.js";
import type { DiffReport, Divergence, RecordPlace } from "./diff-report.js";
import { durationOutliers } from "./duration-outliers.js";
import { LogEnd } from "./log-end.js";
import { SideBySide } from "./sequence.js";
import { pairTasks } from "./task-pairs.js";
import { unsteadyFields } from "./unsteady-fields.js";
import { valuesOf, volatileFields } from "./volatile-fields.js";

/**
 * Says what differs between two logs of the same work: `a` as it was expected, `b` as it went.
 *
 * Tasks are paired by what they are about, never by position or id. Ids, times and another order of what runs side by
 * side are no difference. Keeps both logs in memory.
 *
 * @example
 * ```ts
 * import { diffTrees } from "clew/explain";
 * import { parseStream } from "clew/parse";
 *
 * const run = (status: string) => [
 *   '{"task_uuid":"x","task_level":[1],"timestamp":1,"action_type":"order","action_status":"started"}',
 *   `{"task_uuid":"x","task_level":[2],"timestamp":2,"action_type":"order","action_status":"${status}"}`,
 * ];
 * const { first } = await diffTrees(parseStream(run("succeeded")), parseStream(run("failed")));
 * console.log(first?.kind); // status
 * ```
 */
export async function diffTrees(
  a: Iterable<TaskTree> | AsyncIterable<TaskTree>,
  b: Iterable<TaskTree> | AsyncIterable<TaskTree>,
): Promise<DiffReport> {
  const paths = createPathRoot();
  return compareLogs(await rootsOf(a, paths), await rootsOf(b, paths));
}

async function rootsOf(trees: Iterable<TaskTree> | AsyncIterable<TaskTree>, paths: ActionPath): Promise<Span[]> {
  const roots: Span[] = [];
  for await (const tree of trees) {
    const root = toSpan(tree, paths);
    if (root !== undefined) roots.push(root);
  }
  return roots.sort((x, y) => x.start - y.start);
}

function compareLogs(a: readonly Span[], b: readonly Span[]): DiffReport {
  const volatile = volatileFields(a, b);
  const sideBySide = new SideBySide();
  for (const root of [...a, ...b]) sideBySide.add(root);
  const { pairs, onlyA, onlyB } = pairTasks(a, b, volatile);
  const comparison = new TaskComparison({ volatile, sideBySide, endOfA: new LogEnd(a), endOfB: new LogEnd(b) });
  for (const pair of pairs) comparison.compare(pair.a, pair.b);
  for (const root of onlyA) comparison.only("a", root);
  for (const root of onlyB) comparison.only("b", root);
  const unsteady = unsteadyFields(comparison.found, counter(a));
  const structural = comparison.found.filter(({ field }) => field === undefined || !unsteady.has(field));
  const slow = durationOutliers(comparison.paired).map(
    ({ a: inA, b: inB, seconds }): FoundDivergence => ({
      kind: "duration",
      path: inB.path,
      a: inA,
      b: inB,
      values: seconds,
      within: inB,
      consequence: false,
    }),
  );
  const first = firstOf(structural, slow);
  const differences = [...structural, ...slow].map((found) => toDivergence(found, found === first));
  return {
    same: differences.length === 0,
    first: first === undefined ? undefined : toDivergence(first, true),
    differences,
    pairedTasks: pairs.length,
  };
}

/** A slow action comes first only where what else differs is that somebody did not wait for it any longer. */
function firstOf(
  structural: readonly FoundDivergence[],
  slow: readonly FoundDivergence[],
): FoundDivergence | undefined {
  const first = structural.find(({ consequence }) => !consequence) ?? structural[0];
  if (first === undefined) return slow[0];
  if (first.kind !== "status" || !isSpan(first.b ?? first.within) || !saysTimeout(first.within)) return first;
  const under = new Set(spansOf(first.within));
  return slow.find(({ within }) => under.has(within)) ?? first;
}

function counter(roots: readonly Span[]): (field: string) => number {
  const counts = new Map<string, number>();
  for (const root of roots) {
    for (const span of spansOf(root)) {
      for (const item of [span, ...span.items.filter((each) => !isSpan(each))]) {
        for (const name of valuesOf(item).keys()) counts.set(name, (counts.get(name) ?? 0) + 1);
      }
    }
  }
  return (field) => counts.get(field) ?? 0;
}

function toDivergence({ kind, path, a, b, field, values, within }: FoundDivergence, withRecords: boolean): Divergence {
  const item = b ?? a;
  const message = item === undefined || isSpan(item) ? undefined : item.message.messageType;
  const time = item === undefined ? within.start : beganAt(item);
  return {
    kind,
    actionPath: path.types(),
    a: placeOf(a),
    b: placeOf(b),
    ...(field === undefined ? {} : { field }),
    ...(values === undefined ? {} : { values }),
    ...(message === undefined ? {} : { messageType: message }),
    before: withRecords ? recordsBefore(within, time) : [],
  };
}

function placeOf(item: SpanItem | undefined): RecordPlace | null {
  if (item === undefined) return null;
  const { taskUuid, taskLevel } = isSpan(item) ? item.action : item.message;
  return { taskUuid, taskLevel };
}
