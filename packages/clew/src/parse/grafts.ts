// Tasks of one trace as one tree: a task whose root says in which trace it was asked for, and by which span, stands under
// that span's action, whichever task that is in. So do spans whose parent is an action of another task: of a chain of
// services some have OpenTelemetry and some clew. What was read decides, so a task whose caller is not there stays alone.

import { fieldNames, formatTaskId, type Message, spanIdOf, traceIdOf } from "../wire/index.js";
import { ActionNode } from "./action-node.js";
import { GrowingTree } from "./growing-tree.js";
import { mergeByTime } from "./nesting.js";
import type { TaskTree, WrittenNode } from "./task-tree.js";

/** So many other tasks are put under one action: a stranger who saw a header may send as many as he likes. */
const MOST_GRAFTS = 1000;
/** Longer ids name nobody who could have sent them on. */
const LONGEST_TASK_ID = 1024;

/**
 * Puts tasks under the actions of other tasks that asked for them, and gives the tasks that are left, in their order.
 * Of the tasks that one action asked for, the first 1,000 are put there; the others are counted there
 * and stay trees of their own.
 *
 * `Parser.end()` has done it already; this is for trees that were gathered otherwise.
 *
 * @example
 * ```ts
 * import { graftTasks, Parser } from "clew/parse";
 *
 * const root = { task_level: [1], action_type: "http.request", action_status: "started" } as const;
 * const asked = { clew_trace_id: "0af7651916cd43dd8448eb211c80319c", clew_parent_span_id: "b7ad6b7169203331" };
 * const caller = { task_uuid: "0af76519-16cd-43dd-8448-eb211c80319c", clew_span_id: asked.clew_parent_span_id };
 * const parser = new Parser();
 * parser.add({ ...root, ...caller, timestamp: 1 });
 * parser.add({ ...root, ...asked, task_uuid: "t2", timestamp: 2 });
 * const trees = [parser.take(caller.task_uuid), parser.take("t2")].filter((tree) => tree !== undefined);
 * const [tree, ...others] = graftTasks(trees);
 * console.log(others.length, tree?.grafts?.[0]?.taskUuid); // 0 t2
 * ```
 */
export function graftTasks(trees: Iterable<TaskTree>): TaskTree[] {
  const all = [...trees];
  const grown = all.filter((tree) => tree instanceof GrowingTree);
  const spanned = grown.filter(({ hasSpans }) => hasSpans);
  const asking = spanned.flatMap(askedBy);
  const lost = spanned.flatMap(lostIn);
  if (asking.length === 0 && lost.length === 0) return all;
  // Of tasks that asked for each other in a ring, the one that began first stays alone.
  asking.sort((a, b) => b.startTime - a.startTime || (a.tree.taskUuid > b.tree.taskUuid ? -1 : 1));
  const callers = findCallers(grown, [...asking, ...lost]);
  const families = new Families();
  const byAction = new Map<ActionNode, { readonly caller: GrowingTree; readonly grafts: Asked[] }>();
  for (const asked of asking) {
    const caller = callers.get(keyOf(asked));
    if (caller === undefined || !families.join(asked.tree, caller.tree)) continue;
    const there = byAction.get(caller.action);
    if (there === undefined) byAction.set(caller.action, { caller: caller.tree, grafts: [asked] });
    else there.grafts.push(asked);
  }
  const put = new Set<TaskTree>();
  for (const [action, { caller, grafts }] of byAction) {
    const shown = grafts.reverse().slice(0, MOST_GRAFTS);
    for (const { tree } of shown) {
      put.add(tree);
      caller.takeGraft(tree);
    }
    const roots = shown.map(({ tree }) => tree.top);
    action.show(mergeByTime(action.children, roots), grafts.length - shown.length);
  }
  for (const each of lost) {
    const caller = callers.get(keyOf(each));
    if (caller === undefined || caller.action.kind === "missing" || isBelow(each.action, caller.action)) continue;
    if (each.above !== undefined) moveUnder(caller.action, each.action, each.above);
    else if (families.join(each.tree, caller.tree)) {
      // All that was read of this task stands there.
      put.add(each.tree);
      caller.tree.takeGraft(each.tree);
      moveUnder(caller.action, each.action, undefined);
    }
  }
  return all.filter((tree) => !put.has(tree));
}

/** Puts what stands under a missing action under the one that was meant. */
function moveUnder(action: ActionNode, missing: ActionNode, above: ActionNode | undefined): void {
  action.show(mergeByTime(action.children, missing.children), action.graftsLeftOut);
  above?.show(
    above.children.filter((child) => child !== missing),
    above.graftsLeftOut,
  );
}

/** Whether an action stands anywhere below another, as they are shown. */
function isBelow(top: ActionNode, sought: ActionNode): boolean {
  const waiting = [top];
  for (let action = waiting.pop(); action !== undefined; action = waiting.pop()) {
    if (action === sought) return true;
    for (const child of action.children) if (child instanceof ActionNode) waiting.push(child);
  }
  return false;
}

/** A missing action, which stands for a span that may be an action of another task. */
interface Lost {
  readonly tree: GrowingTree;
  readonly action: ActionNode;
  /** The action that shows it; of a task's top, none. */
  readonly above: ActionNode | undefined;
  readonly traceId: string;
  readonly spanId: string;
}

function lostIn(tree: GrowingTree): Lost[] {
  const traceId = traceIdOfTree(tree);
  const found: Lost[] = [];
  const look = (node: WrittenNode, above: ActionNode | undefined) => {
    if (!(node instanceof ActionNode) || node.kind !== "missing" || node.spanId === undefined) return;
    found.push({ tree, action: node, above, traceId, spanId: node.spanId });
  };
  look(tree.top, undefined);
  for (const action of tree.actions()) for (const child of action.children) look(child, action);
  return found;
}

function traceIdOfTree({ top, taskUuid }: GrowingTree): string {
  const said = top.startRecord?.[fieldNames.TRACE_ID];
  return typeof said === "string" ? said : traceIdOf(taskUuid);
}

/** Where a task says that it was asked for. */
interface Asked {
  readonly tree: GrowingTree;
  readonly startTime: number;
  readonly traceId: string;
  readonly spanId: string;
}

interface Caller {
  readonly tree: GrowingTree;
  readonly action: ActionNode;
}

function askedBy(tree: GrowingTree): Asked[] {
  const {
    [fieldNames.TRACE_ID]: traceId,
    [fieldNames.PARENT_SPAN_ID]: spanId,
    timestamp,
  } = tree.top.startRecord ?? NO_START;
  if (typeof traceId !== "string" || typeof spanId !== "string" || tree.top.parent !== undefined) return [];
  return [{ tree, startTime: timestamp, traceId, spanId }];
}

const NO_START: Partial<Message> & { readonly timestamp: number } = { timestamp: 0 };

function keyOf({ traceId, spanId }: Pick<Asked, "traceId" | "spanId">): string {
  return `${traceId}:${spanId}`;
}

/**
 * The actions that asked, by trace and span: first by the spans that they say they are, then by their task ids, then by
 * a trace that is not their task's, and last those of which nothing was read.
 */
function findCallers(trees: readonly GrowingTree[], asking: readonly (Asked | Lost)[]): Map<string, Caller> {
  const wanted = new Set(asking.map(keyOf));
  const traces = new Set(asking.map(({ traceId }) => traceId));
  const callers = new Map<string, Caller>();
  const inTraces = trees.flatMap((tree) => {
    const traceId = traceIdOfTree(tree);
    return traces.has(traceId) ? [{ tree, traceId }] : [];
  });
  const look = (tree: GrowingTree, keyIn: (action: ActionNode) => string | undefined) => {
    for (const action of tree.actions()) {
      const key = keyIn(action);
      if (key !== undefined && wanted.delete(key)) callers.set(key, { tree, action });
    }
  };
  for (const find of [spanSaidBy, spanOf]) {
    for (const { tree, traceId } of inTraces) {
      if (wanted.size === 0) return callers;
      look(tree, (action) => keyWith(traceId, find(action)));
    }
  }
  for (const tree of trees) {
    if (wanted.size === 0) return callers;
    look(tree, (action) => {
      const said = action.startRecord?.[fieldNames.TRACE_ID];
      return typeof said === "string" ? keyWith(said, spanSaidBy(action)) : undefined;
    });
  }
  for (const { tree, traceId } of inTraces) look(tree, ({ spanId }) => keyWith(traceId, spanId));
  return callers;
}

function keyWith(traceId: string, spanId: string | undefined): string | undefined {
  return spanId === undefined ? undefined : keyOf({ traceId, spanId });
}

function spanSaidBy({ kind, spanId }: ActionNode): string | undefined {
  return kind === "missing" ? undefined : spanId;
}

function spanOf({ taskUuid, taskLevel }: ActionNode): string | undefined {
  const id = formatTaskId(taskUuid, taskLevel);
  return id.length > LONGEST_TASK_ID ? undefined : spanIdOf(id);
}

/** Which tasks stand under which, so that none is put under itself. */
class Families {
  readonly #above = new Map<GrowingTree, GrowingTree>();

  /** Puts a task, which is under none yet, under another; not where that one is below it. */
  join(tree: GrowingTree, caller: GrowingTree): boolean {
    const top = this.#topOf(caller);
    if (top === tree) return false;
    this.#above.set(tree, top);
    return true;
  }

  #topOf(tree: GrowingTree): GrowingTree {
    const passed: GrowingTree[] = [];
    let top = tree;
    for (let above = this.#above.get(top); above !== undefined; above = this.#above.get(top)) {
      passed.push(top);
      top = above;
    }
    for (const each of passed) this.#above.set(each, top);
    return top;
  }
}
