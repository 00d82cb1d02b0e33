/**
 * What lives, for observers: where it stands in the tree of scopes, and all that is known of it, read off what runs when
 * somebody asks. Nothing is kept for that, so it costs a program nothing.
 */

import { type Cancelled, currentRegion, type Region, rootRegion, type Waiting } from "../cancel/index.js";
import { describeWork, type RunningChild } from "../child/index.js";
import type { ChildState, ChildTask, Scope } from "../scope.js";
import type { RunningScope } from "./running-scope.js";

/** A scope or a child that has not ended. */
export type Living = Scope | ChildTask<unknown>;

/** How a scope stands: its body runs or it was not finalized; only its children are left; it was cancelled; it cleans up. */
export type ScopeState = "open" | "joining" | "cancelling" | "cleaning";

interface Facts {
  /** When its action started, in milliseconds of the monotonic clock; unknown where it has none. */
  readonly startedMs: number | undefined;
  readonly cancelled: Cancelled | undefined;
  /** What runs in it waits for, of what goes through clew; the latest first. */
  readonly waitsFor: readonly Waiting[];
}

export interface ScopeFacts extends Facts {
  readonly kind: "scope";
  readonly state: ScopeState;
  /** How long it has until its own deadline; below 0 it has passed. */
  readonly deadlineInMs: number | undefined;
  readonly isShielded: boolean;
  /** Whether clew opened it, for a finalizer. */
  readonly isCleanup: boolean;
  /** Whether the scope around it waits for it. */
  readonly isFork: boolean;
}

export interface ChildFacts extends Facts {
  readonly kind: "child";
  readonly state: ChildState;
  /** Whether whoever began it with `start` still waits for it. */
  readonly isStarting: boolean;
  readonly isAwaited: boolean;
  /** The line that spawned it, where `spawnSites` had it remembered. */
  readonly spawnSite: string | undefined;
  /** What it runs, and where that was defined. Slow. */
  readonly describeWork: () => string;
}

/** What stands directly in a scope or a child, oldest first; without one, what stands in nothing. */
export function innerOf(living?: Living): Living[] {
  const region = living === undefined ? rootRegion() : regionOf(living);
  const inner: Living[] = [];
  for (let each = region.first; each !== undefined; each = each.next) inner.push(each as Region & Living);
  return inner;
}

/** The scope or child that a scope or child stands in. */
export function outerOf(living: Living): Living | undefined {
  const { parent } = regionOf(living);
  return parent === undefined || parent === rootRegion() ? undefined : (parent as Region & Living);
}

/** The scope or child in force here: whoever calls. */
export function currentLiving(): Living | undefined {
  return currentRegion() as (Region & Living) | undefined;
}

/** How a scope or a child stands now. */
export function factsOf(living: Living): ScopeFacts | ChildFacts {
  return living.kind === "child" ? childFacts(living as RunningChild) : scopeFacts(living as RunningScope);
}

function scopeFacts(scope: RunningScope): ScopeFacts {
  const state = scopeState(scope);
  const waitsFor = waitsIn(scope);
  if (state !== "open" && scope.first !== undefined) waitsFor.push({ for: "children" });
  return {
    kind: "scope",
    state,
    deadlineInMs: scope.leftMs,
    isShielded: scope.shielded,
    isCleanup: scope.isCleanup,
    isFork: scope.owner !== undefined,
    startedMs: startedMs(scope.action),
    cancelled: scope.cancelled,
    waitsFor,
  };
}

function scopeState({ state, cancelled }: RunningScope): ScopeState {
  if (state.phase === "cleaning") return "cleaning";
  if (cancelled !== undefined) return "cancelling";
  return state.body === "returned" || state.isSealed ? "joining" : "open";
}

function childFacts(child: RunningChild): ChildFacts {
  return {
    kind: "child",
    state: child.state,
    isStarting: child.isStarting,
    isAwaited: child.isAwaited,
    spawnSite: child.spawnSite,
    describeWork: () => describeWork(child.work),
    startedMs: startedMs(child.ownAction),
    cancelled: child.cancelled,
    waitsFor: waitsIn(child),
  };
}

function waitsIn(region: Region): Waiting[] {
  const waits: Waiting[] = [];
  for (let each = region.listeners; each !== undefined; each = each.nextListener) {
    const { waitsFor } = each;
    if (waitsFor !== undefined) waits.push(waitsFor);
  }
  return waits;
}

function startedMs(action: { readonly startedUs: number } | undefined): number | undefined {
  return action === undefined || action.startedUs === 0 ? undefined : action.startedUs / 1000;
}

function regionOf(living: Living): Region {
  return living as Living & Region;
}
