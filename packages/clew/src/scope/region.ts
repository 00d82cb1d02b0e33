/**
 * What can be cancelled as one: a scope, or a child. Regions form a tree, and a cancel goes down that tree to all but
 * shielded ones. The tree is intrusive, signals are made when somebody asks, and waits hang on the region itself: a
 * child that nobody cancels or watches costs one object.
 *
 * The fields are open to this room, since regions are linked to each other, also across two copies of the package.
 */

import type { Cancelled } from "./cancelled.js";
import type { Signal } from "./signal.js";

/** Something that wants to be told of a region's cancel. Told once, and taken off the region before that. */
export interface CancelListener {
  nextListener: CancelListener | undefined;
  previousListener: CancelListener | undefined;
  /** Whether it hangs on a region. */
  isListening: boolean;
  hear(cancelled: Cancelled): void;
}

export abstract class Region {
  parent: Region | undefined;
  next: Region | undefined = undefined;
  previous: Region | undefined = undefined;
  first: Region | undefined = undefined;
  last: Region | undefined = undefined;
  /** What this region was cancelled with; the first cancel stays. */
  cancelled: Cancelled | undefined = undefined;
  controller: AbortController | undefined = undefined;
  listeners: CancelListener | undefined = undefined;

  constructor(parent: Region | undefined) {
    this.parent = parent;
  }

  /** Whether a cancel from above stops here. */
  get isShielded(): boolean {
    return false;
  }

  /** Whether it is over; a cancel that came before stays in force in it. */
  abstract get isEnded(): boolean;

  /** What this region is told when its parent is cancelled. */
  abstract inherit(cancelled: Cancelled): Cancelled;

  /** Called once, after the whole tree below was marked as cancelled. */
  abstract told(cancelled: Cancelled): void;

  /** A scope that was opened in this region has ended. */
  abstract nestedEnded(): void;

  get signal(): Signal {
    let { controller } = this;
    if (controller === undefined) {
      controller = new AbortController();
      this.controller = controller;
      REGIONS.set(controller.signal, this);
      if (this.cancelled !== undefined) controller.abort(this.cancelled);
    }
    return controller.signal as Signal;
  }

  listen(listener: CancelListener): void {
    const head = this.listeners;
    listener.nextListener = head;
    listener.previousListener = undefined;
    listener.isListening = true;
    if (head !== undefined) head.previousListener = listener;
    this.listeners = listener;
  }

  unlisten(listener: CancelListener): void {
    if (!listener.isListening) return;
    const { nextListener, previousListener } = listener;
    if (previousListener === undefined) this.listeners = nextListener;
    else previousListener.nextListener = nextListener;
    if (nextListener !== undefined) nextListener.previousListener = previousListener;
    listener.nextListener = undefined;
    listener.previousListener = undefined;
    listener.isListening = false;
  }

  /** Gives what is still open in this region, which has ended, to the one around it. */
  handOver(outer: Region | undefined): void {
    for (let inner = this.first; inner !== undefined; inner = this.first) {
      this.remove(inner);
      inner.parent = outer;
      outer?.append(inner);
    }
  }

  append(region: Region): void {
    region.parent = this;
    region.previous = this.last;
    if (this.last === undefined) this.first = region;
    else this.last.next = region;
    this.last = region;
  }

  remove(region: Region): void {
    const { next, previous } = region;
    if (previous === undefined) this.first = next;
    else previous.next = next;
    if (next === undefined) this.last = previous;
    else next.previous = previous;
    region.next = undefined;
    region.previous = undefined;
  }
}

const REGIONS = new WeakMap<object, Region>();

/** The region whose signal this is, if it is one of ours. */
export function regionOfSignal(signal: object): Region | undefined {
  return REGIONS.get(signal);
}

/**
 * Cancels a region and all below it that is not shielded. The whole tree is marked before anybody is told, so that
 * whoever is told sees a cancelled tree, and it is done in loops, so that no depth of nesting is too deep.
 */
export function cancelRegion(region: Region, cancelled: Cancelled): void {
  if (region.cancelled !== undefined) return;
  region.cancelled = cancelled;
  const marked: Region[] = [region];
  for (let i = 0; i < marked.length; i++) {
    const outer = marked[i] as Region;
    for (let inner = outer.first; inner !== undefined; inner = inner.next) {
      if (inner.cancelled !== undefined || inner.isShielded) continue;
      inner.cancelled = inner.inherit(outer.cancelled as Cancelled);
      marked.push(inner);
    }
  }
  for (const each of marked) tell(each, each.cancelled as Cancelled);
}

function tell(region: Region, cancelled: Cancelled): void {
  region.told(cancelled);
  region.controller?.abort(cancelled);
  const head = region.listeners;
  if (head === undefined) return;
  region.listeners = undefined;
  // All are taken off before the first is told: what one does may end another.
  const listeners: CancelListener[] = [];
  for (let each: CancelListener | undefined = head; each !== undefined; ) {
    const { nextListener }: CancelListener = each;
    each.nextListener = undefined;
    each.previousListener = undefined;
    each.isListening = false;
    listeners.push(each);
    each = nextListener;
  }
  for (let i = listeners.length - 1; i >= 0; i--) listeners[i]?.hear(cancelled);
}
