// Scopes and children, wherever they were recorded: in a log of clew or in a history of trio-vis. A lane is a row of the
// Scopes view; a scope's children stand below it.

import type { WrittenAction } from "clew/parse";
import type { RunState } from "../chart/run-state.js";
import type { Clock } from "../chart/time-ticks.js";

/** An event of a scope or a child, at its moment. */
export interface LaneMark {
  readonly kind: "deadline" | "cancel" | "abandoned";
  readonly at: number;
  readonly text: string;
}

export interface Lane {
  /** A task stands around the scopes of one task, where several are shown. */
  readonly kind: "task" | "scope" | "child";
  readonly name: string;
  readonly parent: Lane | undefined;
  readonly children: readonly Lane[];
  readonly start: number;
  /** `undefined` for what has not ended, or of which the end is not known. */
  readonly end: number | undefined;
  readonly state: RunState;
  readonly marks: readonly LaneMark[];
  /** The source of its cancel: `explicit`, `deadline`, `sibling`, `parent`, `signal` or `end`. */
  readonly cancelSource: string | undefined;
  /** The action in the log, where there is one. */
  readonly action: WrittenAction | undefined;
}

export interface LaneForest {
  readonly roots: readonly Lane[];
  /** The number of scopes and children. */
  readonly scopes: number;
  readonly children: number;
  readonly from: number;
  readonly to: number;
  readonly clock: Clock;
  readonly hideDirectScopes: boolean;
  /** Gaps of the record, each in a sentence. */
  readonly findings: readonly string[];
}

/** A lane while it is put together. */
export interface GrowingLane extends Lane {
  parent: GrowingLane | undefined;
  readonly children: GrowingLane[];
  readonly marks: LaneMark[];
}

/** Puts a lane into another. */
export function putInto(lane: GrowingLane, parent: GrowingLane): void {
  lane.parent = parent;
  parent.children.push(lane);
}

/** The names of lanes in addresses: the place of the action, or where there is none the place among all lanes. */
export function lanesByName(lanes: readonly Lane[]): ReadonlyMap<string, Lane> {
  return new Map(lanes.map((lane, i) => [laneName(lane, i), lane]));
}

export function laneName({ action }: Lane, index: number): string {
  return action === undefined ? String(index) : `${action.taskUuid}@/${action.taskLevel.join("/")}`;
}

/** All lanes, those around before those within. Does not recurse. */
export function* lanesIn(roots: readonly Lane[]): IterableIterator<Lane> {
  const open = [...roots].reverse();
  for (let lane = open.pop(); lane !== undefined; lane = open.pop()) {
    yield lane;
    for (let i = lane.children.length - 1; i >= 0; i--) open.push(lane.children[i] as Lane);
  }
}
