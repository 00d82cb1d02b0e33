// The arrows of a timeline: what followed from what without being a part of it, and who cancelled whom. An arrow goes
// from a moment of one action to a moment of another.

import type { TaskTiming } from "clew/explain";
import type { TaskTree, WrittenAction } from "clew/parse";
import { nodeAt, parseLevel } from "../level-text.js";

export type LinkKind = "follows" | "cancels";

export interface LinkEnd {
  readonly action: WrittenAction;
  readonly time: number;
}

export interface Link {
  readonly kind: LinkKind;
  readonly from: LinkEnd;
  readonly to: LinkEnd;
}

/** An action that followed from one of another task, whose place is known, but no moment of this chart. */
export interface ForeignLink {
  readonly to: LinkEnd;
  readonly taskUuid: string;
  readonly level: string;
}

export interface Links {
  readonly inside: readonly Link[];
  readonly foreign: readonly ForeignLink[];
}

export function linksOf(tree: TaskTree, timing: TaskTiming): Links {
  const inside: Link[] = [];
  const foreign: ForeignLink[] = [];
  for (const { action, start, end } of timing.actions.values()) {
    const followed = action.startRecord?.clew_follows_from;
    for (const id of Array.isArray(followed) ? followed : []) {
      const place = placeIn(id);
      if (place === undefined) continue;
      const to = { action, time: start };
      if (place.taskUuid !== tree.taskUuid) {
        foreign.push({ to, ...place });
        continue;
      }
      const from = endAt(tree, timing, place.level, start);
      if (from !== undefined) inside.push({ kind: "follows", from, to });
    }
    const canceller = placeIn(action.endRecord?.clew_cancelled_by);
    if (canceller === undefined || canceller.taskUuid !== tree.taskUuid || end === undefined) continue;
    const from = endAt(tree, timing, canceller.level, end);
    if (from !== undefined && from.action !== action) inside.push({ kind: "cancels", from, to: { action, time: end } });
  }
  return { inside, foreign };
}

/** A task id, `uuid@/2/3`, in its two parts. */
function placeIn(id: unknown): { readonly taskUuid: string; readonly level: string } | undefined {
  if (typeof id !== "string") return undefined;
  const mark = id.lastIndexOf("@");
  return mark <= 0 ? undefined : { taskUuid: id.slice(0, mark), level: id.slice(mark + 1) };
}

/** The moment of the record at a place; of an action its end, or the moment of the effect where it went on until then. */
function endAt(tree: TaskTree, timing: TaskTiming, place: string, effect: number): LinkEnd | undefined {
  const level = parseLevel(place);
  const node = level && nodeAt(tree, level);
  if (node === undefined || level === undefined) return undefined;
  if (node.kind === "message") {
    const above = nodeAt(tree, level.slice(0, -1));
    const parent = above === undefined || above.kind === "message" ? undefined : above;
    const around = parent && timing.actions.get(parent);
    return parent && { action: parent, time: node.timestamp + (around?.shift ?? 0) };
  }
  const ran = timing.actions.get(node);
  if (ran === undefined) return undefined;
  const isItsStart = level.length > node.taskLevel.length && level.at(-1) === 1;
  return { action: node, time: isItsStart ? ran.start : Math.min(ran.end ?? effect, effect) };
}
