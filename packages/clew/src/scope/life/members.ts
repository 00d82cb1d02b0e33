/** Members: the children and forks that a scope holds, and their failures that nobody has received so far. */

import type { ActionRecord } from "../../record/index.js";
import { type Cancelled, cancelRegion, type Region } from "../cancel/index.js";
import { type Member, RunningChild, type Unreceived } from "../child/index.js";
import { dropError, logNotAwaited } from "../report/index.js";
import type { Scope } from "../scope.js";

/** A scope as one that is a member of another, where it was forked from it. */
type Fork = Member & Scope & { readonly owner: Region | undefined; readonly hasBody: boolean };

/** The children and forks of a scope that have not ended, in the order in which they came. */
export function membersOf(scope: Region): Member[] {
  const members: Member[] = [];
  for (let each = scope.first; each !== undefined; each = each.next) if (isMember(each, scope)) members.push(each);
  return members;
}

function isMember(inner: Region, scope: Region): inner is Member {
  return inner instanceof RunningChild || (inner as Fork).owner === scope;
}

/** Cancels what is not waited for, when all else has ended. */
export function cancelMembers(scope: Region, cancelled: Cancelled): void {
  for (const member of membersOf(scope)) cancelRegion(member, cancelled);
}

/** Says which scopes were opened in a region that has ended, and were not awaited. */
export function reportNotAwaited(ended: Region, action: ActionRecord | undefined, what: string): void {
  for (let each = ended.first; each !== undefined; each = each.next) {
    if (!isMember(each, ended) && (each as Fork).hasBody) logNotAwaited(action, (each as Fork).name, what);
  }
}

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

/**
 * How many failures a scope keeps. A scope may live as long as the process, and its children fail all the while: beyond
 * this many the oldest is reported without waiting for the end.
 */
const MOST = 100;

/** Failures that somebody may yet ask for: they are reported when the scope ends and nobody has. */
export class UnreceivedFailures {
  #kept: Unreceived[] = [];

  keep(failure: Unreceived): void {
    this.#kept.push(failure);
    if (this.#kept.length <= MOST) return;
    this.#kept = this.#kept.filter((each) => !each.isReceivedNow());
    if (this.#kept.length > MOST) report(this.#kept.shift() as Unreceived);
  }

  reportAll(): void {
    for (const failure of this.#kept) report(failure);
    this.#kept = [];
  }
}

function report(failure: Unreceived): void {
  if (!failure.isReceivedNow()) dropError(failure.error, failure.child, failure.context);
}
