// Where actions stand that name the span above them. An action whose start says `clew_parent_span_id` stands under the
// action whose `clew_span_id` that is, or whose task id hashes to it; else under one missing action, which all share
// that ask for the same span. Nothing is decided while records arrive, so the order in which they come does not matter.

import { FIRST_SPAN_PLACE, fieldNames, placeOfSpan, spanIdOf, traceIdOf } from "../wire/index.js";
import { ActionNode } from "./action-node.js";
import type { WrittenNode } from "./task-tree.js";

/** How a task is shown: its root, and the actions whose children are not those of their levels. */
export interface Nesting {
  readonly root: ActionNode;
  readonly changed: readonly ActionNode[];
}

/** Puts the actions of a task under those that they name. */
export function nest(top: ActionNode): Nesting {
  const { parents, missing } = new Asking(top);
  const staying = (node: ActionNode) => node.items.filter((item) => !(item instanceof ActionNode && parents.has(item)));
  const gained = new Map<ActionNode, WrittenNode[]>();
  for (const [node, parent] of parents) put(gained, parent, node);
  const root = top.isTraceAlone ? (onlyAction([...staying(top), ...missing]) ?? top) : top;
  for (const node of root === top ? missing : [...staying(top), ...missing]) if (node !== root) put(gained, root, node);
  const changed = new Set([...gained.keys(), ...missing]);
  for (const node of parents.keys()) changed.add(node.parent as ActionNode);
  for (const node of actionsBelow(top)) if ((node.items.at(-1)?.number ?? 0) >= FIRST_SPAN_PLACE) changed.add(node);
  const show = (node: ActionNode) => node.show(mergeByTime(staying(node), gained.get(node) ?? []));
  // The time of a missing action is that of what is in it, so these are put together first.
  for (const node of changed) if (node.kind === "missing") show(node);
  for (const node of changed) if (node.kind !== "missing" || node === root) show(node);
  return { root, changed: [...changed] };
}

function put<Key, Item>(lists: Map<Key, Item[]>, key: Key, item: Item): void {
  const list = lists.get(key);
  if (list === undefined) lists.set(key, [item]);
  else list.push(item);
}

/** What stands at the top of a trace: the one action that was read, else the one that was not. */
function onlyAction(nodes: readonly WrittenNode[]): ActionNode | undefined {
  const actions = nodes.filter((node) => node instanceof ActionNode);
  const read = actions.filter((action) => action.kind === "action");
  const candidates = read.length > 0 ? read : nodes.length === actions.length ? actions : [];
  return candidates.length === 1 ? candidates[0] : undefined;
}

/** An action of which nothing was read but, at most, what stands in it, at the place of a span. */
function isMissingSpan(node: WrittenNode | undefined): node is ActionNode {
  return node instanceof ActionNode && node.number >= FIRST_SPAN_PLACE && node.kind === "missing";
}

/** Ids that are longer name nobody who could have sent them on: to hash them all would take time with their depth. */
const LONGEST_TASK_ID = 1024;

/** The actions that ask for another parent than the one of their level, and which they get. */
class Asking {
  /** The parents that they get. */
  readonly parents = new Map<ActionNode, ActionNode>();
  /** Those parents that stand for spans of which nothing was read. */
  readonly missing: ActionNode[] = [];
  readonly #top: ActionNode;

  constructor(top: ActionNode) {
    this.#top = top;
    const asked = new Map<ActionNode, string>();
    const bySpan = new Map<string, ActionNode>();
    for (const node of actionsBelow(top)) {
      const start = node.startRecord;
      if (start === undefined) continue;
      const { [fieldNames.SPAN_ID]: span, [fieldNames.PARENT_SPAN_ID]: parent, [fieldNames.TRACE_ID]: trace } = start;
      if (typeof span === "string" && !bySpan.has(span)) bySpan.set(span, node);
      const isElsewhere = typeof trace === "string" && trace !== traceIdOf(top.taskUuid);
      if (typeof parent === "string" && parent !== "" && node !== top && !isElsewhere) asked.set(node, parent);
    }
    const left = new Map<string, ActionNode[]>();
    for (const [node, span] of asked) {
      const parent = bySpan.get(span);
      if (parent !== undefined) this.parents.set(node, parent);
      else put(left, span, node);
    }
    if (left.size > 0) this.#findByTaskId(left);
    if (left.size > 0) this.#standUnderMissing(left);
    this.#breakRings();
  }

  #findByTaskId(left: Map<string, ActionNode[]>): void {
    const ids = new Map<ActionNode, string>([[this.#top, `${this.#top.taskUuid}@/`]]);
    for (const node of actionsBelow(this.#top)) {
      const above = node.parent && ids.get(node.parent);
      if (above !== undefined) ids.set(node, above.endsWith("/") ? above + node.number : `${above}/${node.number}`);
      const id = ids.get(node);
      if (id === undefined) continue;
      if (id.length > LONGEST_TASK_ID) {
        ids.delete(node);
        continue;
      }
      const span = spanIdOf(id);
      for (const asking of left.get(span) ?? []) this.parents.set(asking, node);
      left.delete(span);
      if (left.size === 0) return;
    }
  }

  /** A span of which only log records were read has its place already. */
  #standUnderMissing(left: ReadonlyMap<string, readonly ActionNode[]>): void {
    const byNumber = new Map(this.#top.items.map((item) => [item.number, item]));
    for (const [span, nodes] of left) {
      const place = placeOfSpan(span);
      const there = byNumber.get(place);
      const parent = isMissingSpan(there) ? there : new ActionNode(this.#top.taskUuid, place, this.#top);
      parent.standFor(span);
      if (parent !== there) this.missing.push(parent);
      for (const node of nodes) this.parents.set(node, parent);
    }
  }

  /** Of actions that stand in a ring, each above the next, the first by level stays where its level says. */
  #breakRings(): void {
    const settled = new Set<ActionNode>();
    for (const asking of [...this.parents.keys()]) {
      for (;;) {
        const path = new Map<ActionNode, number>();
        let node: ActionNode | undefined = asking;
        while (node !== undefined && !settled.has(node) && !path.has(node)) {
          path.set(node, path.size);
          node = this.parents.get(node) ?? node.parent;
        }
        if (node === undefined || !path.has(node)) {
          for (const passed of path.keys()) settled.add(passed);
          break;
        }
        const ring = [...path.keys()].slice(path.get(node));
        const first = ring.filter((member) => this.parents.has(member)).sort(byLevel)[0] as ActionNode;
        this.parents.delete(first);
      }
    }
  }
}

/** All actions of a task by their levels, each before those in it. */
function* actionsBelow(top: ActionNode): Generator<ActionNode> {
  const waiting = [top];
  for (let action = waiting.pop(); action !== undefined; action = waiting.pop()) {
    yield action;
    const { items } = action;
    for (let i = items.length - 1; i >= 0; i--) {
      const item = items[i];
      if (item instanceof ActionNode) waiting.push(item);
    }
  }
}

function byLevel(a: ActionNode, b: ActionNode): number {
  const [left, right] = [a.taskLevel, b.taskLevel];
  for (let i = 0; i < left.length && i < right.length; i++) {
    const [one, other] = [left[i] as number, right[i] as number];
    if (one !== other) return one - other;
  }
  return left.length - right.length;
}

/** Puts what has its place here by something else than its level between what has it by its level. */
export function mergeByTime(own: readonly WrittenNode[], others: readonly WrittenNode[]): readonly WrittenNode[] {
  const counted = own.filter((node) => node.number < FIRST_SPAN_PLACE);
  const timed = [...others, ...own.filter((node) => node.number >= FIRST_SPAN_PLACE)]
    .map((node) => ({ node, time: timeOf(node) ?? Infinity }))
    .sort((a, b) => a.time - b.time || compareIdentity(a.node, b.node));
  const merged: WrittenNode[] = [];
  let next = 0;
  for (const node of counted) {
    const time = timeOf(node) ?? Infinity;
    while (next < timed.length && (timed[next]?.time as number) < time) merged.push(timed[next++]?.node as WrittenNode);
    merged.push(node);
  }
  for (; next < timed.length; next++) merged.push(timed[next]?.node as WrittenNode);
  return merged;
}

function compareIdentity(a: WrittenNode, b: WrittenNode): number {
  if (a.taskUuid !== b.taskUuid) return a.taskUuid < b.taskUuid ? -1 : 1;
  return a.number - b.number;
}

/** The first moment that is known of a node. */
function timeOf(node: WrittenNode): number | undefined {
  let first: WrittenNode | undefined = node;
  while (first !== undefined && first.kind !== "message") {
    const time: number | undefined = first.startTime ?? first.endTime;
    if (time !== undefined) return time;
    first = first.children[0];
  }
  return first?.timestamp;
}
