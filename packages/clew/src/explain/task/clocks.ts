// How far the clocks of a log's places are apart, by causality: a call cannot begin before its caller, nor end after the
// answer came. Each call leaves an interval in which the offset of the two clocks lies; the offset of two places is where
// most of the intervals of their calls agree (Marzullo's algorithm, by which NTP tells the clocks that are right).

import type { TaskTree, WrittenAction } from "../../parse/index.js";
import { clockOf, type Place, placeIn } from "./place.js";
import { slackOf } from "./slack.js";

/** By how many seconds one clock is ahead of another: at least and at most. */
export interface Offset {
  readonly least: number;
  readonly most: number;
}

/** The same, of a clock with a name. */
export interface ClockOffset extends Offset {
  readonly clock: string;
}

/** Two places whose clocks are apart, however the bounds of their offset are taken. */
export interface ClocksApart {
  readonly ahead: string;
  readonly of: string;
  readonly seconds: number;
}

/** Calls of two places that are kept, and pairs of places that are told apart. */
const MOST_CALLS = 400;
const MOST_PAIRS = 5000;
/** Where fewer of the calls agree about an offset it is none: work that nobody waits for, or a clock that was set. */
const AGREE = 0.8;
/** That clocks are apart is said where at least so many calls, and this part of them, could not be if they agreed. */
const FEWEST_AGAINST = 2;
const PART_AGAINST = 0.02;

/** Learns the offsets of clocks from tasks. */
export class Clocks {
  readonly #pairs = new Map<string, Pair>();

  /** Takes in the calls of a task, from one place into another; gives how much the task holds. */
  learn(tree: TaskTree): number {
    if (tree.root.kind === "message") return 1;
    let items = 1;
    const open: { readonly action: WrittenAction; readonly place: Place }[] = [
      { action: tree.root, place: placeIn(tree.root, undefined) },
    ];
    for (let at = open.pop(); at !== undefined; at = open.pop()) {
      items += at.action.children.length;
      for (const child of at.action.children) {
        if (child.kind === "message") continue;
        const place = placeIn(child, at.place);
        if (place !== at.place) this.#add(at.action, clockOf(at.place), child, clockOf(place));
        if (child.children.length > 0) open.push({ action: child, place });
      }
    }
    return items;
  }

  /** By how much the clock of a callee's place is ahead of its caller's; `undefined` where that is not known. */
  offset(from: Place, to: Place): ClockOffset | undefined {
    if (from === to) return undefined;
    const [caller, callee] = [clockOf(from), clockOf(to)];
    if (caller === undefined || callee === undefined || caller === callee) return undefined;
    const forward = caller < callee;
    const offset = this.#pairs.get(forward ? `${caller}\n${callee}` : `${callee}\n${caller}`)?.offset();
    if (offset === undefined) return undefined;
    const { least, most } = offset;
    return forward ? { clock: callee, least, most } : { clock: callee, least: -most, most: -least };
  }

  /** The places whose clocks are apart, the farthest first. */
  apart(): ClocksApart[] {
    const found: ClocksApart[] = [];
    for (const pair of this.#pairs.values()) {
      const offset = pair.offset();
      if (offset === undefined || (offset.least <= 0 && offset.most >= 0)) continue;
      const seconds = offset.least > 0 ? offset.least : -offset.most;
      const [ahead, of] = offset.least > 0 ? [pair.second, pair.first] : [pair.first, pair.second];
      found.push({ ahead, of, seconds });
    }
    return found.sort((a, b) => b.seconds - a.seconds);
  }

  #add(caller: WrittenAction, from: string | undefined, callee: WrittenAction, to: string | undefined): void {
    if (from === undefined || to === undefined || from === to) return;
    if (caller.startTime === undefined || caller.endTime === undefined) return;
    if (callee.startTime === undefined || callee.endTime === undefined) return;
    const forward = from < to;
    const key = forward ? `${from}\n${to}` : `${to}\n${from}`;
    let pair = this.#pairs.get(key);
    if (pair === undefined) {
      if (this.#pairs.size >= MOST_PAIRS) return;
      pair = forward ? new Pair(from, to) : new Pair(to, from);
      this.#pairs.set(key, pair);
    }
    const least = callee.endTime - caller.endTime - slackOf(callee.endTime - callee.startTime);
    const most = callee.startTime - caller.startTime;
    pair.add(forward ? { least, most } : { least: -most, most: -least });
  }
}

/** Two clocks, and the intervals in which their calls say that the second is ahead of the first. */
class Pair {
  readonly first: string;
  readonly second: string;
  readonly #calls: Offset[] = [];
  #known: Offset | undefined;
  /** Of how many calls it is known; it is found anew when there are a tenth more. */
  #of = 0;

  constructor(first: string, second: string) {
    this.first = first;
    this.second = second;
  }

  add(call: Offset): void {
    if (this.#calls.length < MOST_CALLS) this.#calls.push(call);
  }

  offset(): Offset | undefined {
    if (this.#calls.length > 1.1 * this.#of) {
      this.#known = agreedOn(this.#calls);
      this.#of = this.#calls.length;
    }
    return this.#known;
  }
}

/**
 * Where most intervals overlap, of two such places the one nearer to 0; around 0 where hardly more speak against it.
 * `undefined` where too few agree.
 */
function agreedOn(all: readonly Offset[]): Offset | undefined {
  // A callee that took longer than its caller says nothing, but that here somebody does not wait.
  const possible = all.filter(({ least, most }) => least <= most);
  const starts = Float64Array.from(possible, ({ least }) => least).sort();
  const ends = Float64Array.from(possible, ({ most }) => most).sort();
  let best: (Offset & { readonly count: number }) | undefined;
  for (let i = 0, over = 0; i < starts.length; i++) {
    const least = starts[i] as number;
    while ((ends[over] as number) < least) over++;
    const found = { count: i + 1 - over, least, most: ends[over] as number };
    if (best === undefined || found.count > best.count) best = found;
    else if (found.count === best.count && fromZero(found) < fromZero(best)) best = found;
  }
  const around = possible.filter(({ least, most }) => least <= 0 && most >= 0);
  if (best !== undefined && best.count - around.length < Math.max(FEWEST_AGAINST, PART_AGAINST * all.length)) {
    const [least, most] = [around.map((one) => one.least), around.map((one) => one.most)];
    best = { count: around.length, least: Math.max(...least), most: Math.min(...most) };
  }
  return best === undefined || best.count < AGREE * all.length ? undefined : best;
}

function fromZero({ least, most }: Offset): number {
  return Math.max(0, least, -most);
}
