// Arrows as they are drawn: those with one origin share a trunk along its moment, from which each has a branch to its own
// row. A cancel that stopped 50,000 children is one line with a branch for each of those that are seen.

import type { TaskTiming } from "clew/explain";
import type { WrittenAction, WrittenNode } from "clew/parse";
import { Intervals } from "../chart/intervals.js";
import type { TreeRow } from "../tree-rows.js";
import type { Link, LinkKind } from "./links.js";

export interface Branch {
  readonly row: number;
  readonly time: number;
}

export interface Trunk {
  readonly kind: LinkKind;
  readonly row: number;
  readonly time: number;
  /** By their rows. */
  readonly branches: readonly Branch[];
}

/** The trunks of the rows that are shown; what is folded away is meant by the row that it is folded into. */
export class Trunks {
  readonly #all: Trunk[] = [];
  readonly #byRow: Intervals;

  constructor(links: readonly Link[], rows: readonly TreeRow[], timing: TaskTiming) {
    const rowOf = links.length === 0 ? () => undefined : rowFinder(rows, timing);
    const growing = new Map<string, Trunk & { branches: Branch[] }>();
    for (const { kind, from, to } of links) {
      const [row, target] = [rowOf(from.action), rowOf(to.action)];
      // Within one row there is nothing to point at.
      if (row === undefined || target === undefined || row === target) continue;
      const key = `${kind} ${row} ${from.time}`;
      let trunk = growing.get(key);
      if (trunk === undefined) {
        trunk = { kind, row, time: from.time, branches: [] };
        growing.set(key, trunk);
      }
      trunk.branches.push({ row: target, time: to.time });
    }
    for (const trunk of growing.values()) {
      trunk.branches.sort((a, b) => a.row - b.row);
      this.#all.push(trunk);
    }
    this.#all.sort((a, b) => firstRow(a) - firstRow(b));
    this.#byRow = new Intervals(
      Float64Array.from(this.#all, firstRow),
      Float64Array.from(this.#all, ({ row, branches }) => Math.max(row, branches.at(-1)?.row ?? row)),
      new Uint8Array(this.#all.length),
    );
  }

  get length(): number {
    return this.#all.length;
  }

  /** Calls back for each trunk that crosses the rows from `first` to `last`, with its branches to these rows. */
  visit(first: number, last: number, visit: (trunk: Trunk, branches: readonly Branch[]) => void): void {
    this.#byRow.visit(first, last, -1, {
      one: (i) => {
        const trunk = this.#all[i] as Trunk;
        const { branches } = trunk;
        visit(trunk, branches.slice(fromRow(branches, first), fromRow(branches, last + 1)));
      },
      many() {},
    });
  }
}

function firstRow({ row, branches }: Trunk): number {
  return Math.min(row, branches[0]?.row ?? row);
}

function fromRow(branches: readonly Branch[], row: number): number {
  let [low, high] = [0, branches.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((branches[middle] as Branch).row < row) low = middle + 1;
    else high = middle;
  }
  return low;
}

function rowFinder(rows: readonly TreeRow[], timing: TaskTiming): (action: WrittenAction) => number | undefined {
  const rowOf = new Map<WrittenNode, number>();
  for (let i = 0; i < rows.length; i++) {
    const node = rows[i]?.node;
    if (node?.kind === "action" || node?.kind === "missing") rowOf.set(node, i);
  }
  return (action) => {
    const climbed: WrittenAction[] = [];
    let row: number | undefined;
    for (let at = timing.actions.get(action); at !== undefined && row === undefined; at = at.parent) {
      row = rowOf.get(at.action);
      climbed.push(at.action);
    }
    // An action deep in a folded one is climbed from once.
    if (row !== undefined) for (const passed of climbed) rowOf.set(passed, row);
    return row;
  };
}
