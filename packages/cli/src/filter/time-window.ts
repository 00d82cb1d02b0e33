import type { WrittenNode } from "clew/parse";
import type { NodeTest } from "./compile-filter.js";

/** The test for what was logged from one moment until before another; an action counts with its start or its finish. */
export function inTimeWindow(since: number | undefined, until: number | undefined): NodeTest {
  const lies = (time: number | undefined) =>
    time !== undefined && (since === undefined || time >= since) && (until === undefined || time < until);
  return (node: WrittenNode) =>
    node.kind === "message" ? lies(node.timestamp) : lies(node.startTime) || lies(node.endTime);
}
