// Which children of an action have an order. Those that ran one after the other do, unless that was chance: children of
// one scope, and types that the logs elsewhere show side by side, run in whatever order there is room for them.

import { fieldNames } from "../../wire/index.js";
import { hadEnded, isSpan, type Span, spansOf } from "../task/index.js";
import type { ItemPair } from "./item-pairs.js";

/** Actions that run side by side and are looked at. */
const MOST_OPEN = 50;

/** Pairs of types that were seen to run side by side under one path. */
export class SideBySide {
  readonly #seen = new Set<string>();

  add(root: Span): void {
    for (const parent of spansOf(root)) {
      let open: Span[] = [];
      for (const child of [...parent.children].sort((x, y) => x.start - y.start)) {
        // Of very many that run side by side the latest tell what does.
        open = open.slice(-MOST_OPEN).filter(({ start, end }) => !hadEnded(start, end, child.start));
        for (const other of open) this.#seen.add(keyOf(other, child));
        open.push(child);
      }
    }
  }

  has(x: Span, y: Span): boolean {
    if (x.action.startRecord?.[fieldNames.KIND] === "child" && y.action.startRecord?.[fieldNames.KIND] === "child") {
      if (x.action.startRecord[fieldNames.SCOPE] === y.action.startRecord[fieldNames.SCOPE]) return true;
    }
    return this.#seen.has(keyOf(x, y));
  }
}

function keyOf(x: Span, y: Span): string {
  const [first, second] = x.path.id < y.path.id ? [x.path.id, y.path.id] : [y.path.id, x.path.id];
  return `${first} ${second}`;
}

export interface Swapped {
  readonly a: Span;
  readonly b: Span;
}

/** Children that are compared with each other; beyond, an action has too many to each be a step of a sequence. */
const MOST_CHILDREN = 300;

/**
 * The child that stands elsewhere in the sequence: of those that in one log ended before another began, and in the other
 * log began after its end, the one that is on the wrong side of most others.
 */
export function swappedChild(pairs: readonly ItemPair[], sideBySide: SideBySide): Swapped | undefined {
  const both: Swapped[] = [];
  for (const { a, b } of pairs) {
    if (a !== undefined && b !== undefined && isSpan(a) && isSpan(b) && both.length < MOST_CHILDREN)
      both.push({ a, b });
  }
  const wrong = both.map(() => 0);
  for (let i = 0; i < both.length; i++) {
    for (let j = i + 1; j < both.length; j++) {
      if (!areSwapped(both[i] as Swapped, both[j] as Swapped, sideBySide)) continue;
      wrong[i] = (wrong[i] as number) + 1;
      wrong[j] = (wrong[j] as number) + 1;
    }
  }
  const most = Math.max(0, ...wrong);
  return most === 0 ? undefined : both[wrong.indexOf(most)];
}

function areSwapped(x: Swapped, y: Swapped, sideBySide: SideBySide): boolean {
  return endedBefore(x.a, y.a) && endedBefore(y.b, x.b) && !sideBySide.has(x.a, y.a);
}

function endedBefore(x: Span, y: Span): boolean {
  return hadEnded(x.start, x.end, y.start) && x.start < y.start;
}
