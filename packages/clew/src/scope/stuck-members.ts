import type { Region } from "./region.js";
import { RunningChild } from "./running-child.js";

/** Which children of a cancelled scope have not ended in time, and what is not to be blamed. */
export interface StuckMembers {
  readonly stuck: readonly RunningChild[];
  /** Whether a child is sheltered by a scope that is open in it. */
  readonly isSheltering: boolean;
  /** Whether a scope is open in the body, or a fork. */
  readonly hasInner: boolean;
}

/** Finds the children that are stuck; those with a time of their own watch over it themselves. */
export function findStuck(scope: Region): StuckMembers {
  const stuck: RunningChild[] = [];
  let hasInner = false;
  let isSheltering = false;
  for (let each = scope.first; each !== undefined; each = each.next) {
    if (!(each instanceof RunningChild)) hasInner = true;
    else if (each.first !== undefined) isSheltering = true;
    else if (each.options.cancelTimeoutMs === undefined) stuck.push(each);
  }
  return { stuck, isSheltering, hasInner };
}
