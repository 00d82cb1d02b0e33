import type { ScHistory, ScNode } from "@clew/log/recording";
import { type GrowingLane, type LaneForest, putInto } from "./lane.js";

/** The lanes of a history of trio-vis. It counts events instead of measuring time, and does not say how anything ended. */
export function lanesOfHistory(history: ScHistory): LaneForest {
  const lanes = new Map<ScNode, GrowingLane>();
  const roots: GrowingLane[] = [];
  for (const node of history.nodes) {
    lanes.set(node, {
      kind: node.kind === "task" ? "child" : "scope",
      name: node.name,
      parent: undefined,
      children: [],
      start: node.created ?? history.from,
      end: node.exited,
      state: node.exited === undefined ? "running" : "ended",
      marks: [],
      cancelSource: undefined,
      action: undefined,
    });
  }
  for (const [node, lane] of lanes) {
    const parent = node.parent && lanes.get(node.parent);
    if (parent === undefined) roots.push(lane);
    else putInto(lane, parent);
  }
  const scopes = history.nodes.filter(({ kind }) => kind === "scope").length;
  return {
    roots,
    scopes,
    children: history.nodes.length - scopes,
    from: history.from,
    to: history.to,
    clock: "events",
    hideDirectScopes: history.hideDirectScopes,
    findings: history.findings,
  };
}
