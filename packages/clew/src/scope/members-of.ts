import type { Region } from "./region.js";
import { RunningChild } from "./running-child.js";
import { ScopeIdentity } from "./scope-identity.js";

/** The children and forks of a scope that have not ended, in the order in which they came. */
export function membersOf(scope: ScopeIdentity): Region[] {
  const members: Region[] = [];
  for (let each = scope.first; each !== undefined; each = each.next) {
    if (each instanceof RunningChild || (each instanceof ScopeIdentity && each.owner === scope)) members.push(each);
  }
  return members;
}
