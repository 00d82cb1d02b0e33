// The tree of a task as the rows of a list: what is folded away has none. A row is plain data, so that the list, the
// timeline beside it and the keyboard all speak of the same thing. Nothing recurses: trees may be 100,000 deep.

import type { TaskTree, WrittenAction, WrittenNode } from "clew/parse";
import { formatLevel } from "./level-text.js";

export interface TreeRow {
  readonly kind: "action" | "message" | "gap";
  /** `undefined` for a gap. */
  readonly node: WrittenNode | undefined;
  /** The action that it stands in; `undefined` for the root. */
  readonly parent: WrittenAction | undefined;
  /** 0 for the root. */
  readonly depth: number;
  /** Seconds since the Unix epoch; `undefined` where it was not read. For a message both are its moment. */
  readonly start: number | undefined;
  readonly end: number | undefined;
  /** True where it began, or for an action ended, after the action that it stands in had ended. */
  readonly late: boolean;
  /** For a gap, the first and the last of the numbers at which nothing was read. */
  readonly missing: readonly [number, number] | undefined;
  /** True for an action that has children or gaps. */
  readonly hasRows: boolean;
}

/** The actions whose rows are hidden. */
export type Folded = ReadonlySet<WrittenNode>;

/** All rows of a task that are not folded away, from top to bottom. */
export function rowsOf({ root }: TaskTree, folded: Folded): TreeRow[] {
  const rows: TreeRow[] = [];
  addRows(rows, nodeRow(root, undefined, 0), folded);
  return rows;
}

/** The rows without those that stand in the action of this row. */
export function foldRow(rows: readonly TreeRow[], index: number): TreeRow[] {
  return [...rows.slice(0, index + 1), ...rows.slice(endOf(rows, index))];
}

/** The rows with those that stand in the action of this row. */
export function unfoldRow(rows: readonly TreeRow[], index: number, folded: Folded): TreeRow[] {
  const row = rows[index];
  if (row === undefined) return [...rows];
  const inner: TreeRow[] = [];
  addRows(inner, row, folded);
  return [...rows.slice(0, index), ...inner, ...rows.slice(endOf(rows, index))];
}

/** The row after the last of those that stand in this one's action. */
function endOf(rows: readonly TreeRow[], index: number): number {
  const depth = rows[index]?.depth ?? 0;
  let end = index + 1;
  while (end < rows.length && (rows[end] as TreeRow).depth > depth) end++;
  return end;
}

/** The row of the action that a row stands in, or -1. */
export function parentIndex(rows: readonly TreeRow[], index: number): number {
  const depth = rows[index]?.depth ?? 0;
  let at = index - 1;
  while (at >= 0 && (rows[at] as TreeRow).depth >= depth) at--;
  return at;
}

/** The place of a row as it is printed: `/2/1`; `/` for the root; for a gap its first number and a mark, `/2/4?`. */
export function rowLevel(row: TreeRow): string {
  if (row.node !== undefined) return formatLevel(row.node.taskLevel);
  return `${formatLevel([...(row.parent?.taskLevel ?? []), row.missing?.[0] ?? 0])}?`;
}

interface OpenAction {
  readonly action: WrittenAction;
  readonly depth: number;
  readonly children: readonly WrittenNode[];
  readonly gaps: readonly (readonly [number, number])[];
  child: number;
  gap: number;
}

function addRows(rows: TreeRow[], first: TreeRow, folded: Folded): void {
  rows.push(first);
  const open: OpenAction[] = [];
  enter(open, first, folded);
  for (let top = open.at(-1); top !== undefined; top = open.at(-1)) {
    const child = top.children[top.child];
    const gap = top.gaps[top.gap];
    if (gap !== undefined && (child === undefined || gap[0] < child.number)) {
      top.gap++;
      rows.push(gapRow(gap, top.action, top.depth + 1));
    } else if (child !== undefined) {
      top.child++;
      const row = nodeRow(child, top.action, top.depth + 1);
      rows.push(row);
      enter(open, row, folded);
    } else open.pop();
  }
}

function enter(open: OpenAction[], { node, depth, hasRows }: TreeRow, folded: Folded): void {
  if (!hasRows || node === undefined || node.kind === "message" || folded.has(node)) return;
  open.push({ action: node, depth, children: node.children, gaps: stretches(node.gaps), child: 0, gap: 0 });
}

function nodeRow(node: WrittenNode, parent: WrittenAction | undefined, depth: number): TreeRow {
  const isMessage = node.kind === "message";
  const start = isMessage ? node.timestamp : node.startTime;
  const end = isMessage ? node.timestamp : node.endTime;
  const parentEnd = parent?.endTime;
  return {
    kind: isMessage ? "message" : "action",
    node,
    parent,
    depth,
    start,
    end,
    late: parentEnd !== undefined && ((end ?? start ?? parentEnd) > parentEnd || (start ?? parentEnd) > parentEnd),
    missing: undefined,
    hasRows: !isMessage && (node.children.length > 0 || node.gaps.length > 0),
  };
}

function gapRow(missing: readonly [number, number], parent: WrittenAction, depth: number): TreeRow {
  const at = { start: undefined, end: undefined, late: false };
  return { kind: "gap", node: undefined, parent, depth, ...at, missing, hasRows: false };
}

/** Numbers that ascend, as stretches of numbers without a hole: thousands of missing numbers are one row. */
function stretches(numbers: readonly number[]): (readonly [number, number])[] {
  const found: [number, number][] = [];
  for (const number of numbers) {
    const last = found.at(-1);
    if (last !== undefined && last[1] === number - 1) last[1] = number;
    else found.push([number, number]);
  }
  return found;
}
