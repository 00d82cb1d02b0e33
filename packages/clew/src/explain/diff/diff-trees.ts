// `diff`: two runs of the same work paired, or two stretches of traffic compared.

import type { TaskTree } from "../../parse/index.js";
import { ChangeStudy, type OnCounted } from "../changes/index.js";
import {
  beganAt,
  Clocks,
  clocked,
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
import { OwnValues } from "./own-values.js";
import { type DiffMode, SameWork } from "./same-work.js";
import { SideBySide } from "./sequence.js";
import { pairTasks } from "./task-pairs.js";
import { unsteadyFields } from "./unsteady-fields.js";
import { valuesOf, volatileFields } from "./volatile-fields.js";

export interface DiffTreesOptions {
  /** Forces one of the two ways to compare; by default the logs tell which is right. */
  readonly mode?: DiffMode;
  /** The field by which evidence is summed, where populations are compared: `service` by default. */
  readonly by?: string;
  /**
   * Tasks of the one log that both come from, some fifty are enough: a field that has a value of its own in almost each of
   * them is no difference, and another outcome comes before other values, which two tasks of one log have anyway.
   */
  readonly around?: Iterable<TaskTree> | AsyncIterable<TaskTree>;
  /** Where populations are compared, is told the tasks behind the figures of each change: those in which the actions are. */
  readonly onCounted?: OnCounted;
}

/** Actions and messages that are held of a log for pairing its tasks; a log with more is compared as a population. */
const MOST_HELD = 400_000;
/** Tasks that are held whatever they hold: those that somebody compares one by one. */
const FEW_TASKS = 20;

/**
 * Says what differs between two logs: `a` as it was expected, `b` as it went.
 *
 * Where both hold the same work, tasks are paired by what they are about, never by position or id; ids, times and another
 * order of what runs side by side are no difference. Where both hold live traffic, which is never the same work, the
 * populations are compared: what changed about each kind of action, in how many of how many, beyond chance and beyond
 * another mix of what was asked for. The report says which of the two was done. Logs with very many tasks are not held.
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
  options: DiffTreesOptions = {},
): Promise<DiffReport> {
  const study = new DiffStudy(options);
  for (const side of ["a", "b"] as const) {
    const clocks = new Clocks();
    for await (const tree of clocked(side === "a" ? a : b, clocks)) study.add(side, tree, clocks);
  }
  for await (const tree of options.around ?? []) study.addAround(tree);
  return study.report();
}

class DiffStudy {
  readonly #paths = createPathRoot();
  readonly #mode: DiffMode | undefined;
  readonly #changes: ChangeStudy | undefined;
  readonly #onCounted: OnCounted | undefined;
  readonly #sameWork = new SameWork();
  #held: { readonly a: Span[]; readonly b: Span[] } | undefined = { a: [], b: [] };
  #around: OwnValues | undefined;
  #items = 0;
  #tasks = 0;

  constructor({ mode, by = "service", onCounted }: DiffTreesOptions) {
    this.#mode = mode;
    this.#onCounted = onCounted;
    this.#changes = mode === "pairs" ? undefined : new ChangeStudy(by);
    if (mode === "changes") this.#held = undefined;
  }

  add(side: "a" | "b", tree: TaskTree, clocks: Clocks): void {
    const root = toSpan(tree, this.#paths, { clocks });
    if (root === undefined) return;
    this.#tasks++;
    if (tree.continues === undefined) {
      if (side === "a") this.#changes?.addUsual(root);
      else this.#changes?.add(root);
    }
    if (this.#mode === undefined) this.#sameWork.add(side, root);
    if (this.#held === undefined) return;
    this.#held[side].push(root);
    for (const { items } of spansOf(root)) this.#items += 1 + items.length;
    if (this.#mode === undefined && this.#tasks > FEW_TASKS && this.#items > MOST_HELD) this.#held = undefined;
  }

  addAround(tree: TaskTree): void {
    const root = toSpan(tree, this.#paths);
    if (root === undefined) return;
    this.#around ??= new OwnValues();
    this.#around.add(root);
  }

  report(): DiffReport {
    const mode = this.#mode ?? (this.#held === undefined ? "changes" : this.#sameWork.mode());
    if (mode === "pairs" && this.#held !== undefined) {
      const byStart = (x: Span, y: Span) => x.start - y.start;
      return compareLogs(this.#held.a.sort(byStart), this.#held.b.sort(byStart), this.#around?.names());
    }
    // First, so that what is better for sure is not told of as perhaps worse.
    const improved = this.#changes?.improvements(this.#onCounted) ?? [];
    const changed = this.#changes?.report(this.#onCounted);
    const same = improved.length === 0 && (changed === undefined || changed.changes.length === 0);
    return { mode, changed, improved, same, first: undefined, differences: [], pairedTasks: 0 };
  }
}

/** `own` are fields with a value of their own in each task of the one log that both are of. */
function compareLogs(a: readonly Span[], b: readonly Span[], own: ReadonlySet<string> | undefined): DiffReport {
  const volatile = new Set([...volatileFields(a, b), ...(own ?? [])]);
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
  const outcome = own && structural.find(({ kind, consequence }) => kind === "status" && !consequence);
  const first = outcome ?? firstOf(structural, slow);
  const differences = [...structural, ...slow].map((found) => toDivergence(found, found === first));
  return {
    mode: "pairs",
    changed: undefined,
    improved: [],
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
