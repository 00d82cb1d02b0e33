/**
 * What can be cancelled as one: a scope, or a child. Regions form a tree, and a cancel goes down that tree to all but
 * shielded ones. The tree is intrusive, signals are made when somebody asks, and waits hang on the region itself: a
 * child that nobody cancels or watches costs one object.
 *
 * The fields are open to this room, since regions are linked to each other, also across two copies of the package.
 */

import { hub } from "../../record/index.js";
import type { Cancelled } from "./cancelled.js";
import type { Signal } from "./signal.js";

/** What somebody waits for, as far as it is known. */
export interface Waiting {
  /**
   * The kind: `"time"` is a sleep, `"cancel"` a wait that only a cancel ends, `"send"` and `"receive"` are a channel's,
   * `"place"` is a limiter's, `"start"` is `scope.start`, `"end"` is the end of a child or a scope, `"promise"` is
   * `until`, `"children"` is a scope whose body is over.
   */
  readonly for:
    | "time"
    | "cancel"
    | "event"
    | "send"
    | "receive"
    | "place"
    | "start"
    | "end"
    | "promise"
    | "thread"
    | "process"
    | "children";
  /** For how long at most, where that is known. */
  readonly leftMs?: number;
  /** Which one: the event, the child that starts, the file that the thread runs. */
  readonly what?: string;
}

/** Something that wants to be told of a region's cancel. Told once, and taken off the region before that. */
export interface CancelListener {
  nextListener: CancelListener | undefined;
  previousListener: CancelListener | undefined;
  /** The region that it listens to, if it does. */
  listensTo: Region | undefined;
  /** What it waits for besides the cancel; `undefined` if it only wants to hear of it. */
  readonly waitsFor: Waiting | undefined;
  hear(cancelled: Cancelled): void;
  /** Called where the region ends without having been cancelled. */
  regionEnded?(): void;
}

export abstract class Region {
  parent: Region | undefined;
  next: Region | undefined = undefined;
  /** The one before it; of the first one, the last. */
  previous: Region | undefined = undefined;
  first: Region | undefined = undefined;
  /** What this region was cancelled with; the first cancel stays. */
  cancelled: Cancelled | undefined = undefined;
  controller: AbortController | undefined = undefined;
  listeners: CancelListener | undefined = undefined;

  constructor(parent: Region | undefined) {
    this.parent = parent;
  }

  /** Whether a cancel from above stops here. */
  get shielded(): boolean {
    return false;
  }

  /** Whether it has ended: nothing waits for it any longer. */
  abstract get isEnded(): boolean;

  /**
   * Whether it has ended, and its own code with it. What is called in its context from then on, by a timer for example,
   * is outside of it. Code that was let go while it ran is still in it, and its cancel holds there.
   */
  abstract get isOver(): boolean;

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
      hub.shareSignal?.(controller.signal);
      if (this.cancelled !== undefined) controller.abort(this.cancelled);
    }
    return controller.signal as Signal;
  }

  listen(listener: CancelListener): void {
    const head = this.listeners;
    listener.nextListener = head;
    listener.listensTo = this;
    if (head !== undefined) head.previousListener = listener;
    this.listeners = listener;
  }

  unlisten(listener: CancelListener): void {
    if (listener.listensTo !== this) return;
    const { nextListener, previousListener } = listener;
    if (previousListener === undefined) this.listeners = nextListener;
    else previousListener.nextListener = nextListener;
    if (nextListener !== undefined) nextListener.previousListener = previousListener;
    takeOff(listener);
  }

  /** Tells those who still listen, and want to know, that this region has ended. */
  protected dismissListeners(): void {
    for (let each = this.listeners; each !== undefined; ) {
      const next: CancelListener | undefined = each.nextListener;
      each.regionEnded?.();
      each = next;
    }
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
    const { first } = this;
    region.parent = this;
    if (first === undefined) {
      this.first = region;
      region.previous = region;
      return;
    }
    const last = first.previous as Region;
    last.next = region;
    region.previous = last;
    first.previous = region;
  }

  remove(region: Region): void {
    const { next, previous } = region;
    const { first } = this;
    if (region === first) this.first = next;
    else if (previous !== undefined) previous.next = next;
    if (next !== undefined) next.previous = previous;
    else if (first !== undefined && region !== first) first.previous = previous;
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
      if (inner.cancelled !== undefined || inner.shielded) continue;
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
  const next = head.nextListener;
  takeOff(head);
  if (next !== undefined) tellAll(next, cancelled);
  head.hear(cancelled);
}

/** Tells listeners in the order in which they came. All are taken off before: what one does may end another. */
function tellAll(head: CancelListener, cancelled: Cancelled): void {
  const listeners: CancelListener[] = [];
  let each: CancelListener | undefined = head;
  while (each !== undefined) {
    const next: CancelListener | undefined = each.nextListener;
    takeOff(each);
    listeners.push(each);
    each = next;
  }
  for (let i = listeners.length - 1; i >= 0; i--) listeners[i]?.hear(cancelled);
}

function takeOff(listener: CancelListener): void {
  listener.nextListener = undefined;
  listener.previousListener = undefined;
  listener.listensTo = undefined;
}
