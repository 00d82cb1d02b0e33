// What follows from what: the arrows between actions, which may stand in different tasks, in either order.

import type { WrittenAction } from "clew/parse";
import { RecentMap } from "../memory/recent-map.js";
import { keyOfTaskId } from "./action-key.js";

/** The task ids that an action says it follows from, as it says them. */
function followsFrom(action: WrittenAction): readonly string[] {
  const ids = action.startRecord?.clew_follows_from;
  return Array.isArray(ids) ? ids.filter((id) => typeof id === "string") : [];
}

/** The keys of the actions that an action follows from. */
export function followedKeys(action: WrittenAction): readonly number[] {
  return followsFrom(action)
    .map(keyOfTaskId)
    .filter((key) => key !== undefined);
}

export interface Arrow<Place> {
  readonly from: Place;
  readonly to: Place;
}

/** At least so many places are remembered, the newest. Beyond it an arrow is not drawn; the action's fields still name its cause. */
const REMEMBERED = 100_000;

/** Finds both ends of each arrow while the actions go by. */
export class Arrows<Place> {
  readonly #places = new RecentMap<number, Place>(REMEMBERED);
  readonly #waiting = new RecentMap<number, readonly Place[]>(REMEMBERED);

  /** Tells of an action. Gives the arrows of which it is the later end to be known. */
  add(key: number, place: Place, followed: readonly number[]): Arrow<Place>[] {
    this.#places.set(key, place);
    const arrows = (this.#waiting.get(key) ?? []).map((to) => ({ from: place, to }));
    this.#waiting.delete(key);
    for (const cause of followed) {
      const from = this.#places.get(cause);
      if (from !== undefined) arrows.push({ from, to: place });
      else this.#waiting.set(cause, [...(this.#waiting.get(cause) ?? []), place]);
    }
    return arrows;
  }
}
