/**
 * How often an action outlived the failure of a child, learned from the whole log. A handled failure is one that
 * actions like this one live on after; a cause is one that they do not. What came next tells the two apart where the
 * failure does not: an attempt after which another one was made, and the last one.
 */

import {
  beganAt,
  hadEnded,
  isSpan,
  isUnawaited,
  reasonPattern,
  type Span,
  type SpanItem,
  spansOf,
  wasDismissed,
} from "../task/index.js";

interface Tally {
  died: number;
  lived: number;
}

/** How many cases of the next coarser kind one case of the finer kind weighs up. */
const PRIOR_WEIGHT = 1;
/** Distinct kinds of failure that are remembered; a log with more has reasons that say something new each time. */
const MOST_KINDS = 50_000;

export class Survival {
  readonly #tallies = new Map<string, Tally>();

  /** Takes in all that a task's actions lived through. */
  add(root: Span): void {
    for (const parent of spansOf(root)) {
      if (parent.action.status !== "succeeded" && parent.action.status !== "failed") continue;
      for (const child of parent.children) {
        if (!hasTroubled(parent, child)) continue;
        for (const key of kinds(parent, child)) this.#count(key, parent.action.status === "failed");
      }
    }
  }

  #count(key: string, died: boolean): void {
    let tally = this.#tallies.get(key);
    if (tally === undefined) {
      if (this.#tallies.size >= MOST_KINDS) return;
      tally = { died: 0, lived: 0 };
      this.#tallies.set(key, tally);
    }
    if (died) tally.died++;
    else tally.lived++;
  }

  /** From 0 (always handled) to 1 (always fatal): how likely a failure of this child ends this parent. */
  fatality(parent: Span, child: Span): number {
    let estimate = 0.5;
    for (const key of kinds(parent, child).reverse()) {
      const tally = this.#tallies.get(key);
      if (tally === undefined) continue;
      estimate = (tally.died + PRIOR_WEIGHT * estimate) / (tally.died + tally.lived + PRIOR_WEIGHT);
    }
    return estimate;
  }

  /** How many failures like this one were seen, and how many of them ended their parent. */
  record(parent: Span, child: Span): { readonly seen: number; readonly fatal: number } {
    const tally = this.#tallies.get(kinds(parent, child)[0] as string);
    return tally === undefined ? { seen: 0, fatal: 0 } : { seen: tally.died + tally.lived, fatal: tally.died };
  }
}

/** Whether a child failed, or was still running when its parent had ended. */
function hasTroubled(parent: Span, child: Span): boolean {
  if (wasDismissed(child.action)) return false;
  return child.action.status === "failed" || isLeftRunning(parent, child);
}

/** Whether a child was still running when its parent ended. */
export function isLeftRunning(parent: Span, child: Span): boolean {
  if (parent.end === undefined || child.action.status === "unknown" || isUnawaited(child.action)) return false;
  return child.end === undefined || (!hadEnded(child.start, child.end, parent.end) && child.action.status !== "failed");
}

/** The kinds of event that a child's failure is, the finest first. */
function kinds(parent: Span, child: Span): string[] {
  const types = `${parent.path.type}\n${child.path.type}`;
  const left = isLeftRunning(parent, child);
  const next = left ? "" : nextAfter(parent, child);
  const exception = left ? "\n(left running)" : `\n${child.action.exception ?? ""}`;
  const reason = left ? "" : reasonPattern(child.action.reason);
  return [
    `${types}${exception}\n${reason}\n${next}`,
    `${types}${exception}\n${reason}`,
    `${types}${exception}`,
    next === "" ? `last${left}` : `followed`,
  ];
}

/** Items that began beside a child and are passed over to find what came next. */
const MOST_BESIDE = 1000;

const placesOfChildren = new WeakMap<Span, ReadonlyMap<SpanItem, number>>();

function placeIn(parent: Span, child: Span): number {
  let places = placesOfChildren.get(parent);
  if (places === undefined) {
    places = new Map(parent.items.map((item, i) => [item, i]));
    placesOfChildren.set(parent, places);
  }
  return places.get(child) ?? parent.items.length;
}

/** The type of what began in the parent once the child had ended; empty where nothing did. */
function nextAfter(parent: Span, child: Span): string {
  const { end } = child;
  if (end === undefined) return "";
  // Items stand in the order in which they began, so what came next stands after it.
  const from = placeIn(parent, child) + 1;
  for (let i = from; i < Math.min(parent.items.length, from + MOST_BESIDE); i++) {
    const item = parent.items[i] as SpanItem;
    if (beganAt(item) >= end) return isSpan(item) ? item.path.type : (item.message.messageType ?? "(message)");
  }
  return "";
}
