// A tree is walked with a stack of its own: a log may nest deeper than any call stack, and a line is made only when
// it is asked for, so that a tree of any size is printed in little memory.

import type { WrittenAction, WrittenNode } from "../../parse/index.js";

/** One place of an action: a node, empty numbers, or a count of nodes that are not shown. */
export type Entry =
  | { readonly kind: "node"; readonly node: WrittenNode; readonly index: number }
  | { readonly kind: "gap"; readonly numbers: readonly number[]; readonly level: LevelEnd }
  | { readonly kind: "handedOut"; readonly numbers: readonly number[]; readonly level: LevelEnd }
  | { readonly kind: "leftOut"; readonly count: number }
  | { readonly kind: "below"; readonly count: number };

/** The last numbers of an action's level; a whole level may be longer than any line. */
export interface LevelEnd {
  readonly isWhole: boolean;
  readonly numbers: readonly number[];
}

const LEVEL_END = 8;

/** A step of the walk: an entry, the action that it stands in, and whether it is that action's last. */
export interface Step {
  readonly entry: Entry;
  readonly parent: WrittenAction | undefined;
  readonly isLast: boolean;
  /** The depth of the entry; the root is at 0. */
  readonly depth: number;
  /** True where lines follow that stand below this entry. */
  readonly hasChildren: boolean;
}

/** The nodes that a walk visits. */
export interface WalkOptions {
  readonly depth: number;
  readonly shows: (node: WrittenNode) => boolean;
  /** True for a walk that visits all of them; only then are empty numbers steps too. */
  readonly isWhole: boolean;
}

interface Open {
  readonly action: WrittenAction;
  readonly entries: Iterator<Entry>;
  next: Entry | undefined;
}

/** Walks a tree from its root, each parent before its children. */
export function* walk(root: WrittenNode, options: WalkOptions): Generator<Step> {
  const stack: Open[] = [];
  const open = (node: WrittenNode): boolean => {
    if (node.kind === "message") return false;
    const entries = entriesOf(node, stack, options);
    const next = take(entries);
    if (next === undefined) return false;
    stack.push({ action: node, entries, next });
    return true;
  };
  const hasChildren = open(root);
  yield { entry: { kind: "node", node: root, index: 0 }, parent: undefined, isLast: true, depth: 0, hasChildren };
  for (;;) {
    const top = stack.at(-1);
    if (top === undefined) return;
    const entry = top.next;
    if (entry === undefined) {
      stack.pop();
      continue;
    }
    top.next = take(top.entries);
    const depth = stack.length;
    const hasChildren = entry.kind === "node" && open(entry.node);
    yield { entry, parent: top.action, isLast: top.next === undefined, depth, hasChildren };
  }
}

function take(entries: Iterator<Entry>): Entry | undefined {
  const next = entries.next();
  return next.done === true ? undefined : next.value;
}

/** The places below an action, in order: its children, and the empty numbers between them. */
function* entriesOf(action: WrittenAction, above: readonly Open[], options: WalkOptions): Generator<Entry> {
  if (above.length >= options.depth) {
    const count = countBelow(action.children);
    if (count > 0) yield { kind: "below", count };
    return;
  }
  const empty = options.isWhole ? emptyRuns(action, above) : [];
  let leftOut = 0;
  for (let index = 0; index < action.children.length; index++) {
    const node = action.children[index] as WrittenNode;
    while (empty.length > 0 && (empty.at(-1)?.numbers[0] as number) < node.number) yield empty.pop() as Entry;
    if (options.shows(node)) yield { kind: "node", node, index };
    else leftOut += 1 + (node.kind === "message" ? 0 : countBelow(node.children));
  }
  while (empty.length > 0) yield empty.pop() as Entry;
  if (leftOut > 0) yield { kind: "leftOut", count: leftOut };
}

type EmptyRun = Extract<Entry, { kind: "gap" | "handedOut" }>;

/** The empty numbers of an action in runs without a child between them, the first run last. */
function emptyRuns(action: WrittenAction, above: readonly Open[]): EmptyRun[] {
  // The number 1 is the action's own start; that it was not read is said beside the action.
  const gaps = action.gaps.filter((number) => number !== 1);
  const { handedOut } = action;
  if (gaps.length === 0 && handedOut.length === 0) return [];
  const level = levelEnd(action, above);
  const runs: EmptyRun[] = runsOf(action, gaps).map((numbers) => ({ kind: "gap", numbers, level }));
  for (const numbers of runsOf(action, handedOut)) runs.push({ kind: "handedOut", numbers, level });
  return runs.sort((a, b) => (b.numbers[0] as number) - (a.numbers[0] as number));
}

function levelEnd(action: WrittenAction, above: readonly Open[]): LevelEnd {
  const path = [...above.slice(-LEVEL_END).map((open) => open.action), action];
  const isWhole = above.length < LEVEL_END;
  return { isWhole, numbers: (isWhole ? path.slice(1) : path.slice(-LEVEL_END)).map(({ number }) => number) };
}

function runsOf(action: WrittenAction, numbers: readonly number[]): number[][] {
  const runs: number[][] = [];
  let run: number[] = [];
  let child = 0;
  for (const number of numbers) {
    const before = child;
    while (child < action.children.length && (action.children[child] as WrittenNode).number < number) child++;
    if (run.length === 0 || child > before) {
      run = [];
      runs.push(run);
    }
    run.push(number);
  }
  return runs;
}

/** The number of messages and actions in a list of nodes and below them. */
function countBelow(nodes: readonly WrittenNode[]): number {
  let count = 0;
  const open: (readonly WrittenNode[])[] = [nodes];
  for (let list = open.pop(); list !== undefined; list = open.pop()) {
    count += list.length;
    for (const node of list) if (node.kind !== "message" && node.children.length > 0) open.push(node.children);
  }
  return count;
}
