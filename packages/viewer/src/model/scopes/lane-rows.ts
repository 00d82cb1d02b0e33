// Lanes as rows: one for each child and one for the head of each scope, below which its children stand. What is folded
// away is drawn on the row of what it is folded into.

import { type Interval, Intervals } from "../chart/intervals.js";
import { RANK } from "../chart/run-state.js";
import { type Lane, type LaneMark, lanesIn } from "./lane.js";

export interface LaneRow {
  readonly lane: Lane;
  readonly depth: number;
  /** The row of the scope or child around it, or -1. */
  readonly parent: number;
  /** The last row that stands in it; its own where there is none. */
  readonly last: number;
  /** Its own marks, and those of the scope that is hidden around it. */
  readonly marks: readonly LaneMark[];
  readonly hasRows: boolean;
  /** The lanes that are folded into it; `undefined` where nothing is. */
  readonly folded: FoldedLanes | undefined;
}

export interface FoldedLanes {
  readonly line: Intervals;
  /** The lanes of the line, in its order. */
  readonly lanes: readonly Lane[];
}

export interface LaneRowsOptions {
  readonly folded: ReadonlySet<Lane>;
  /** True leaves out scopes that hold a single child and nothing else, so that only the child is seen; or nothing at all. */
  readonly hideDirectScopes: boolean;
}

export class LaneRows {
  readonly rows: readonly LaneRow[];
  /** From when to when each row is, `Infinity` for what has not ended, and the rank of its state. */
  readonly starts: Float64Array;
  readonly ends: Float64Array;
  readonly states: Uint8Array;
  /** The scopes with rows in them, by the rows that they reach over; the indices of their own rows. */
  readonly outlines: Intervals;
  readonly outlined: readonly number[];
  readonly #indexOf: ReadonlyMap<Lane, number>;

  constructor(roots: readonly Lane[], { folded, hideDirectScopes }: LaneRowsOptions) {
    // Where there are none but idle scopes, they are what there is to see.
    const some = layOut(roots, folded, hideDirectScopes);
    const rows = some.length > 0 ? some : layOut(roots, folded, false);
    this.rows = rows;
    this.#indexOf = new Map(rows.map(({ lane }, i) => [lane, i]));
    this.starts = Float64Array.from(rows, ({ lane }) => lane.start);
    this.ends = Float64Array.from(rows, ({ lane }) => endOf(lane));
    this.states = Uint8Array.from(rows, ({ lane }) => RANK[lane.state]);
    this.outlined = rows.flatMap(({ lane, last }, i) => (lane.kind !== "child" && last > i ? [i] : []));
    this.outlines = new Intervals(
      Float64Array.from(this.outlined),
      Float64Array.from(this.outlined, (i) => (rows[i] as LaneRow).last),
      new Uint8Array(this.outlined.length),
    );
  }

  /** The row of a lane, or that of what it is folded into or hidden by; -1 where it has none. */
  indexOf(lane: Lane): number {
    for (let at: Lane | undefined = lane; at !== undefined; at = at.parent) {
      const index = this.#indexOf.get(at);
      if (index !== undefined) return index;
    }
    return -1;
  }
}

function endOf({ end }: Lane): number {
  return end ?? Number.POSITIVE_INFINITY;
}

/** True for a scope that holds one child and no other scope. */
function isDirect({ kind, children }: Lane): boolean {
  return kind === "scope" && children.length === 1 && children[0]?.kind === "child";
}

/** True for a scope in which nobody was and nothing happened to it. */
function isIdle({ kind, children, marks }: Lane): boolean {
  return kind === "scope" && children.length === 0 && marks.length === 0;
}

interface Waiting {
  readonly lane: Lane;
  readonly depth: number;
  readonly parent: number;
  readonly marks: readonly LaneMark[];
}

type GrowingRow = LaneRow & { last: number };

function layOut(roots: readonly Lane[], folded: ReadonlySet<Lane>, hideDirectScopes: boolean): GrowingRow[] {
  const rows: GrowingRow[] = [];
  const open: Waiting[] = [];
  const push = (lanes: readonly Lane[], depth: number, parent: number, marks: readonly LaneMark[]) => {
    for (let i = lanes.length - 1; i >= 0; i--) open.push({ lane: lanes[i] as Lane, depth, parent, marks });
  };
  push(roots, 0, -1, []);
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { lane, depth, parent, marks } = next;
    if (hideDirectScopes && isDirect(lane)) {
      push(lane.children, depth, parent, [...marks, ...lane.marks]);
      continue;
    }
    if (hideDirectScopes && isIdle(lane)) continue;
    const index = rows.length;
    const isFolded = lane.children.length > 0 && folded.has(lane);
    rows.push({
      lane,
      depth,
      parent,
      last: index,
      marks: marks.length === 0 ? lane.marks : [...marks, ...lane.marks],
      hasRows: lane.children.length > 0,
      folded: isFolded ? foldedInto(lane) : undefined,
    });
    if (!isFolded) push(lane.children, depth + 1, index, []);
  }
  for (let i = rows.length - 1; i >= 0; i--) {
    const { parent, last } = rows[i] as GrowingRow;
    const around = rows[parent];
    if (around !== undefined) around.last = Math.max(around.last, last);
  }
  return rows;
}

const FOLDED = new WeakMap<Lane, FoldedLanes>();

function foldedInto(lane: Lane): FoldedLanes {
  const known = FOLDED.get(lane);
  if (known !== undefined) return known;
  const lanes = [...lanesIn(lane.children)].filter(({ kind }) => kind === "child").sort((a, b) => a.start - b.start);
  const folded = {
    lanes,
    line: Intervals.of(
      lanes.map((inner): Interval => ({ start: inner.start, end: endOf(inner), state: RANK[inner.state] })),
    ),
  };
  FOLDED.set(lane, folded);
  return folded;
}
