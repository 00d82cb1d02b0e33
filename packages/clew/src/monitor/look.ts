/**
 * What lives now, as the monitor shows it. It may be asked for in the middle of anything, also by an interrupt: it
 * changes nothing, and runs no code of the program's.
 */

import type { MonitorMember } from "../observe/index.js";
import { factsOf, innerOf, type Living } from "../scope/internal.js";
import type { Known, ProgramWatch } from "./program-watch.js";

/** Up to `most` of what lives: what stands further out before what stands in it, and older before younger. */
export function look(watch: ProgramWatch, most: number): MonitorMember[] {
  const members: MonitorMember[] = [];
  const open: { readonly living: Living; readonly parent: number }[] = [];
  const add = (inner: readonly Living[], parent: number): void => {
    for (const living of inner.slice(0, most - open.length)) open.push({ living, parent });
  };
  add(innerOf(), 0);
  for (let index = 0; index < open.length; index++) {
    const { living, parent } = open[index] as (typeof open)[number];
    const known = watch.of(living);
    if (known === undefined) continue;
    members.push(memberOf(known, parent));
    if (open.length < most) add(innerOf(living), known.id);
  }
  return members;
}

function memberOf(known: Known, parent: number): MonitorMember {
  const { id, living } = known;
  const facts = factsOf(living);
  const now = performance.now();
  const began = known.beganMs ?? facts.startedMs;
  return {
    id,
    kind: facts.kind,
    name: living.name,
    parent,
    state: facts.state,
    waitsFor: facts.waitsFor,
    ...(began !== undefined && { ageMs: now - began }),
    ...(facts.cancelled !== undefined && { cancelled: cancelOf(facts.cancelled, known, now) }),
    ...(living.taskId !== undefined && { taskId: living.taskId }),
    ...(known.heldLoopMs > 0 && { heldLoopMs: known.heldLoopMs }),
    ...(facts.kind === "child"
      ? {
          ...(facts.spawnSite !== undefined && { spawnSite: facts.spawnSite }),
          ...(known.ignoresCancel && { ignoresCancel: true as const }),
          ...(!facts.isAwaited && { isUnawaited: true as const }),
        }
      : {
          spawned: known.spawned,
          ended: known.ended,
          ...(facts.deadlineInMs !== undefined && { deadlineInMs: facts.deadlineInMs }),
          ...(known.lastSpawnMs !== undefined && { lastSpawnAgoMs: now - known.lastSpawnMs }),
        }),
  };
}

function cancelOf(
  { source, by }: NonNullable<ReturnType<typeof factsOf>["cancelled"]>,
  { cancelledMs }: Known,
  now: number,
): NonNullable<MonitorMember["cancelled"]> {
  return {
    source,
    ...(by !== undefined && { by }),
    ...(cancelledMs !== undefined && { agoMs: now - cancelledMs }),
  };
}
