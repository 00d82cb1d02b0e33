import { hub } from "../../record/index.js";
import { CancelLink } from "./cancel-link.js";
import type { Region } from "./region.js";
import type { Signal } from "./signal.js";
import { regionOf } from "./signal-region.js";

const JOINT = new WeakMap<Region, WeakMap<object, Signal>>();

/**
 * A signal that fires with a region or with another signal, whichever is first. The same for the same two: who asks for it
 * again and again makes one.
 */
export function jointSignal(region: Region, given: Signal): Signal {
  const other = regionOf(given);
  for (let each: Region | undefined = other; each !== undefined; each = each.parent) {
    if (each === region) return given;
    if (each.shielded) break;
  }
  let bySignal = JOINT.get(region);
  if (bySignal === undefined) {
    bySignal = new WeakMap();
    JOINT.set(region, bySignal);
  }
  let joint = bySignal.get(given);
  if (joint === undefined) {
    const controller = new AbortController();
    joint = controller.signal as Signal;
    hub.shareSignal?.(controller.signal);
    bySignal.set(given, joint);
    const links: CancelLink[] = [];
    const cut = (): void => {
      for (const link of links) link.cut();
    };
    const abort = (reason: unknown): void => {
      cut();
      controller.abort(reason);
    };
    links.push(new CancelLink(region, abort, undefined, cut));
    if (!controller.signal.aborted) links.push(new CancelLink(other, abort));
  }
  return joint;
}
