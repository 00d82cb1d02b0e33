/** Which region is in force: that of the code that calls, or, for what belongs to nobody, the root of all. */

import { type ActionRecord, type Context, currentContext, hub } from "../../record/index.js";
import { Region } from "./region.js";

/**
 * The parent of top-level scopes. Nothing cancels it and it never ends: it is there so that all that lives can be found,
 * by whoever asks for the task tree, without a list that each scope would have to be entered in.
 */
class RootRegion extends Region {
  get isEnded(): boolean {
    return false;
  }

  get isOver(): boolean {
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

/** The innermost region in force here that is not over, if any. */
export function currentRegion(): Region | undefined {
  let region = currentContext()?.region as Region | undefined;
  if (region === undefined || !region.isOver) return region;
  while (region?.isOver) region = region.parent;
  return region === hub.rootRegion ? undefined : region;
}

/** The region that a scope is opened in here: the one in force, or else the root. */
export function livingRegion(): Region {
  return currentRegion() ?? rootRegion();
}

/** A context with a region in force, and the fields that hold here. */
export function contextOf(action: ActionRecord | undefined, region: Region, here: Context | undefined): Context {
  return { action, region, fields: here?.fields, neighbour: here?.neighbour, stretch: undefined };
}

/** Whether code in a region holds a target open: it runs in the target, or in what the target waits for. */
export function isHeldBy(target: Region, inner: Region): boolean {
  for (let each: Region | undefined = inner; each !== undefined; each = each.parent) {
    if (each === target) return true;
    if ((each as Region & { readonly isAwaited?: boolean }).isAwaited === false) return false;
  }
  return false;
}
