// A lane in words, for the tip under the pointer and for the table that replaces the drawing.

import { formatDuration, visible } from "clew/render";
import { countsOf, STATE_WORDS } from "../chart/run-state.js";
import type { Clock } from "../chart/time-ticks.js";
import { fromZero } from "../timeline/describe-row.js";
import type { Lane, LaneForest } from "./lane.js";
import type { LaneRow } from "./lane-rows.js";

export interface LaneDescription {
  readonly kind: string;
  readonly name: string;
  /** The scope or child around it. */
  readonly within: string;
  readonly begins: string;
  readonly takes: string;
  readonly state: string;
  readonly notes: readonly string[];
}

export function describeLane(lane: Lane, { from, clock }: LaneForest, row?: LaneRow): LaneDescription {
  const { action } = lane;
  const folded = row?.folded;
  const notes = [
    ...(action?.exception === undefined ? [] : [visible(`${action.exception}: ${action.reason ?? ""}`.slice(0, 200))]),
    ...(row?.marks ?? lane.marks).map(
      ({ text, at }) => `${visible(text.slice(0, 200))} at ${momentOf(at - from, clock)}`,
    ),
    ...(folded === undefined ? [] : [`folded in: ${countsOf(folded.line.states)}`]),
  ];
  return {
    kind: lane.kind,
    name: visible(lane.name),
    within: lane.parent === undefined ? "" : visible(lane.parent.name),
    begins: momentOf(lane.start - from, clock),
    takes: lane.end === undefined ? "" : lengthOf(lane.end - lane.start, clock),
    state:
      lane.cancelSource === undefined ? STATE_WORDS[lane.state] : `${STATE_WORDS[lane.state]} (${lane.cancelSource})`,
    notes,
  };
}

/** A moment of a chart: counted from its beginning, or the number of an event. */
function momentOf(offset: number, clock: Clock): string {
  return clock === "events" ? `event ${offset}` : fromZero(offset);
}

function lengthOf(length: number, clock: Clock): string {
  return clock === "events" ? `${length} ${length === 1 ? "event" : "events"}` : formatDuration(length);
}
