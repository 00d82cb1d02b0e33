// A task's rows in time. What a row looks like depends on the row alone, so that only the rows that are seen cost
// anything, and is remembered until the task changes.

import type { ActionTiming, TaskTiming } from "clew/explain";
import type { WrittenAction, WrittenMessage } from "clew/parse";
import type { Intervals } from "../chart/intervals.js";
import { type RunState, stateOf } from "../chart/run-state.js";
import type { TimeWindow } from "../chart/time-window.js";
import { firstFrom } from "../numbered.js";
import type { TreeRow } from "../tree-rows.js";
import { type ActionLine, foldedLine, ownLine } from "./action-line.js";
import { criticalLines } from "./critical-line.js";

/** An action's row. */
export interface ActionPicture extends ActionLine {
  readonly kind: "action";
  readonly state: RunState;
  readonly start: number;
  /** `undefined` for what has not ended: it is open towards the end of the chart. */
  readonly end: number | undefined;
  /** True where its children have no rows of their own, because it is folded. */
  readonly folded: boolean;
  /** Its part of the critical path. */
  readonly critical: Intervals | undefined;
  /** For what came after the end of the action around it: that end. */
  readonly lateAfter: number | undefined;
  /** True where it ran on another clock than the action around it, and was moved. */
  readonly otherClock: boolean;
}

/** A message's row. */
export interface MessagePicture {
  readonly kind: "message";
  readonly at: number;
  readonly lateAfter: number | undefined;
}

/** The row of missing records: they were written some time between what stands around them. */
export interface GapPicture extends TimeWindow {
  readonly kind: "gap";
}

export type RowPicture = ActionPicture | MessagePicture | GapPicture;

export class Timeline {
  readonly timing: TaskTiming;
  readonly #critical: ReadonlyMap<WrittenAction, Intervals>;
  readonly #open = new WeakMap<TreeRow, RowPicture>();
  readonly #folded = new WeakMap<TreeRow, RowPicture>();
  readonly #lines = new WeakMap<WrittenAction, ActionLine>();
  readonly #foldedLines = new WeakMap<WrittenAction, ActionLine>();

  constructor(timing: TaskTiming) {
    this.timing = timing;
    this.#critical = criticalLines(timing);
  }

  /** The picture of the row at an index. */
  picture(rows: readonly TreeRow[], index: number): RowPicture | undefined {
    const row = rows[index];
    if (row === undefined) return undefined;
    const folded = row.hasRows && (rows[index + 1]?.depth ?? 0) <= row.depth;
    const pictures = folded ? this.#folded : this.#open;
    let picture = pictures.get(row);
    if (picture === undefined) {
      picture = this.#paint(row, folded);
      pictures.set(row, picture);
    }
    return picture;
  }

  #paint(row: TreeRow, folded: boolean): RowPicture {
    if (row.node === undefined) return this.#gap(row);
    return row.node.kind === "message" ? this.#message(row.node, row) : this.#action(row.node, row, folded);
  }

  #message(message: WrittenMessage, row: TreeRow): MessagePicture {
    const at = message.timestamp + (this.#timingOf(row.parent)?.shift ?? 0);
    return { kind: "message", at, lateAfter: this.#lateAfter(row, message.number) };
  }

  #action(action: WrittenAction, row: TreeRow, folded: boolean): ActionPicture {
    const timing = this.#timingOf(action);
    const start = timing?.start ?? this.timing.from;
    const state = stateOf(action);
    return {
      kind: "action",
      state,
      start,
      end: timing?.end ?? (state === "unknown" ? this.#lastIn(action, start) : undefined),
      folded,
      critical: this.#critical.get(action),
      lateAfter: this.#lateAfter(row, action.number),
      otherClock: timing?.otherClock ?? false,
      ...this.#line(action, folded),
    };
  }

  #line(action: WrittenAction, folded: boolean): ActionLine {
    const lines = folded ? this.#foldedLines : this.#lines;
    let line = lines.get(action);
    if (line === undefined) {
      line = folded ? foldedLine(action, this.timing) : ownLine(action, this.timing);
      lines.set(action, line);
    }
    return line;
  }

  /** Until when a missing action is known to have gone on, by what stands directly in it. */
  #lastIn(action: WrittenAction, start: number): number {
    return action.children.reduce((last, child) => {
      if (child.kind === "message") return Math.max(last, child.timestamp + (this.#timingOf(action)?.shift ?? 0));
      const timing = this.#timingOf(child);
      return Math.max(last, timing?.end ?? timing?.start ?? last);
    }, start);
  }

  #gap({ parent, missing }: TreeRow): GapPicture {
    const timing = this.#timingOf(parent);
    const [first, last] = missing ?? [0, 0];
    const children = parent?.children ?? [];
    const before = children[firstFrom(children, first) - 1];
    const after = children[firstFrom(children, last)];
    const from = before === undefined ? (timing?.start ?? this.timing.from) : this.#began(before, timing);
    const to = after === undefined ? (timing?.end ?? this.timing.to) : this.#began(after, timing);
    return { kind: "gap", from: Math.min(from, to), to: Math.max(from, to) };
  }

  #began(node: WrittenAction | WrittenMessage, parent: ActionTiming | undefined): number {
    if (node.kind === "message") return node.timestamp + (parent?.shift ?? 0);
    return this.#timingOf(node)?.start ?? this.timing.from;
  }

  #lateAfter({ parent }: TreeRow, number: number): number | undefined {
    const finish = parent?.endRecord?.task_level.at(-1);
    return finish !== undefined && number > finish ? this.#timingOf(parent)?.end : undefined;
  }

  #timingOf(action: WrittenAction | undefined): ActionTiming | undefined {
    return action && this.timing.actions.get(action);
  }
}
