/** Events of a program, a line each. */

import type { MonitorEvent, MonitorNews, MonitorPlace } from "clew/observe";
import { formatDuration } from "clew/render";
import type { Piece } from "../output/answer-lines.js";
import { isOwn } from "./look-text.js";

const WORDS: Readonly<Record<MonitorEvent["event"], string>> = {
  opened: "opened",
  closed: "closed",
  spawned: "spawned",
  reparented: "started",
  exited: "exited",
  cancelled: "cancelled",
  deadlineMoved: "deadline moved",
  cancelIgnored: "ignores its cancel",
  loopBlocked: "event loop blocked",
};

/** The lines of what happened; what was dropped is a gap, and is said. */
export function* newsPieces({ events, dropped }: MonitorNews): Generator<readonly Piece[]> {
  // Events dropped within a turn came after those that were kept; events dropped for a slow reader came before them.
  for (const event of events) yield eventPieces(event);
  if (dropped > 0) yield [["warning", `… here ${dropped} ${dropped === 1 ? "event was" : "events were"} dropped`]];
}

function eventPieces({ at, event, member, kind, name, status, error, ms, stack }: MonitorEvent): readonly Piece[] {
  const isBad = status === "failed" || event === "loopBlocked" || event === "cancelIgnored";
  const facts: string[] = [];
  if (status !== undefined) facts.push(status);
  if (error !== undefined) facts.push(error);
  if (ms !== undefined) facts.push(`after ${formatDuration(ms / 1000)}`);
  const frame = stack?.find(isOwn);
  if (frame !== undefined) facts.push(`at ${frame}`);
  return [
    ["time", `${new Date(at).toISOString().slice(11, 23)}  `],
    [isBad ? "failed" : "value", `${WORDS[event].padEnd(10)}  `],
    ["note", `${kind === "program" ? "" : `${kind} `}`],
    ["type", name],
    ["note", member === 0 ? "" : ` (${member})`],
    ["value", facts.length === 0 ? "" : `  ${facts.join(", ")}`],
  ];
}

/** The place that a scope or child comes from, as lines: its name, and the facts about it. */
export function* placePieces({ work, spawnSite, taskId, stack = [] }: MonitorPlace): Generator<readonly Piece[]> {
  const [what = "", definedAt] = work.split(", defined at ");
  const facts = [
    ["runs", what],
    ["defined at", definedAt],
    ["spawned at", spawnSite],
    ["in the log", taskId],
    ...stack.map((frame, i) => [i === 0 ? "now at" : "", frame]),
  ] as const;
  for (const [key = "", value] of facts) {
    if (value === undefined) continue;
    yield [
      ["key", key.padEnd(KEY_WIDTH)],
      [key === "" && !isOwn(value) ? "note" : "value", value],
    ];
  }
}

const KEY_WIDTH = 12;
