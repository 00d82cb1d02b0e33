// A row of a timeline in words, for the tip under the pointer and for the table that replaces the drawing.

import { formatDuration, visible } from "clew/render";
import type { Interval } from "../chart/intervals.js";
import { cancelSourceOf, countsOf, STATE_WORDS } from "../chart/run-state.js";
import { rowLevel, type TreeRow } from "../tree-rows.js";
import { SILENT, WORKING } from "./critical-line.js";
import type { ActionPicture, RowPicture } from "./timeline.js";

export interface RowDescription {
  readonly place: string;
  readonly name: string;
  /** Seconds from the beginning of the task. */
  readonly begins: string;
  readonly takes: string;
  readonly state: string;
  /** Further facts, each a few words. */
  readonly notes: readonly string[];
}

export function describeRow(row: TreeRow, picture: RowPicture, zero: number): RowDescription {
  const place = rowLevel(row);
  if (picture.kind === "gap") return describeGap(row, place, picture.from - zero);
  const late = picture.lateAfter === undefined ? [] : ["came after its action had ended"];
  if (picture.kind === "message") {
    const type = row.node?.kind === "message" ? row.node.messageType : undefined;
    return { place, name: nameOf(type), begins: fromZero(picture.at - zero), takes: "", state: "message", notes: late };
  }
  const action = row.node?.kind === "message" ? undefined : row.node;
  const { start, end, state } = picture;
  const seconds = action?.durationSeconds ?? (end === undefined ? undefined : end - start);
  const source = action && cancelSourceOf(action);
  const reason =
    action?.exception === undefined ? [] : [visible(`${action.exception}: ${action.reason ?? ""}`.slice(0, 200))];
  return {
    place,
    name: nameOf(action?.actionType),
    begins: fromZero(start - zero),
    takes: seconds === undefined ? "" : formatDuration(seconds),
    state: source === undefined ? STATE_WORDS[state] : `${STATE_WORDS[state]} (${source})`,
    notes: [...reason, ...late, ...notesOf(picture)],
  };
}

function describeGap({ missing }: TreeRow, place: string, seconds: number): RowDescription {
  const [first, last] = missing ?? [0, 0];
  const name = first === last ? "1 missing number" : `${last - first + 1} missing numbers`;
  return { place, name, begins: `after ${fromZero(seconds)}`, takes: "", state: "missing", notes: [] };
}

function notesOf({ critical, folded, inner, ticks, otherClock }: ActionPicture): string[] {
  const notes: string[] = [];
  if (critical !== undefined) {
    const [working, silent] = [secondsOf(critical, WORKING), secondsOf(critical, SILENT)];
    notes.push(`on the critical path: ${formatDuration(working + silent)} of its own`);
    if (silent > 0) notes.push(`silent for ${formatDuration(silent)} of it`);
  }
  if (folded && inner.length > 0) {
    notes.push(`folded in: ${countsOf(inner.states)}`);
  }
  if (ticks.length > 0) notes.push(ticks.length === 1 ? "1 message" : `${ticks.length} messages`);
  if (otherClock) notes.push("ran on another clock, and was moved onto this one");
  return notes;
}

function secondsOf({ starts, ends, states }: ActionPicture["ticks"], state: Interval["state"]): number {
  let seconds = 0;
  for (let i = 0; i < states.length; i++)
    if (states[i] === state) seconds += (ends[i] as number) - (starts[i] as number);
  return seconds;
}

/** A moment counted from the beginning: `+1.2s`. */
export function fromZero(seconds: number): string {
  return seconds < 0 ? `−${formatDuration(-seconds)}` : `+${formatDuration(seconds)}`;
}

function nameOf(type: string | undefined): string {
  return type === undefined ? "(no type)" : visible(type);
}
