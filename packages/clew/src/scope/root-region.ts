import { hub } from "../record/index.js";
import { currentRegion } from "./recording.js";
import { Region } from "./region.js";

/**
 * What scopes are in that are in no other. Nothing cancels it and it never ends: it is there so that all that lives can
 * be found, by whoever asks for the task tree, without a list that each scope would have to be entered in.
 */
class RootRegion extends Region {
  get isEnded(): boolean {
    return false;
  }

  inherit<T>(cancelled: T): T {
    return cancelled;
  }

  told(): void {}

  nestedEnded(): void {}
}

/** The process's root of scopes. */
export function rootRegion(): Region {
  hub.rootRegion ??= new RootRegion(undefined);
  return hub.rootRegion as Region;
}

/** The innermost region in force that is not over, or that was cancelled before it was over; else the root. */
export function livingRegion(): Region {
  let region = currentRegion();
  while (region?.isEnded && region.cancelled === undefined) region = region.parent;
  return region ?? rootRegion();
}
