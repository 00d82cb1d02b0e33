/**
 * What the monitor knows of each scope and child besides what can be read off it: a number to name it by, when it began,
 * and what it was seen to do. It is forgotten with its end. What began before the monitor is known from the tree.
 */

import type { Instrument, MonitorEvent } from "../observe/index.js";
import type { Cancelled, ChildTask } from "../scope/index.js";
import { innerOf, type Living, type Outcome } from "../scope/internal.js";
import type { SharedTable } from "./shared-table.js";

/** What is known of one scope or child. */
export interface Known {
  readonly id: number;
  readonly living: Living;
  /** By the monotonic clock; unknown of what began before. */
  readonly beganMs: number | undefined;
  /** Its place in the memory that the thread reads, if there was room. */
  readonly slot: number;
  cancelledMs: number | undefined;
  ignoresCancel: boolean;
  heldLoopMs: number;
  /** Of a scope: how many children it was given, how many of them ended, and when the last one came. */
  spawned: number;
  ended: number;
  lastSpawnMs: number | undefined;
}

/** What can happen to what is known. */
export type WatchedEvent = Exclude<MonitorEvent["event"], "loopBlocked">;

/** Why it happened. */
export interface Why {
  readonly cancelled?: Cancelled;
  readonly outcome?: Outcome;
}

/** An instrument. It has no `errorDropped`: with one, the console would not be told of such errors any more. */
export class ProgramWatch implements Instrument {
  /** Is told of what happens, while what it happens to is known. */
  told: ((event: WatchedEvent, known: Known, why: Why | undefined) => void) | undefined;
  readonly #all = new Map<Living, Known>();
  readonly #table: SharedTable;
  #lastId = 0;

  constructor(table: SharedTable) {
    this.#table = table;
  }

  /** Takes in what lives already. */
  takeIn(): void {
    const open = innerOf();
    for (let living = open.pop(); living !== undefined; living = open.pop()) {
      this.#enter(living, undefined);
      for (const inner of innerOf(living)) open.push(inner);
    }
  }

  /** How many live. */
  get size(): number {
    return this.#all.size;
  }

  /** What is known of something that lives. An interrupt may come before it is entered. */
  of(living: Living): Known | undefined {
    return this.#all.get(living);
  }

  /** The number of what lives; 0 of what does not. */
  idOf(living: Living | undefined): number {
    return (living === undefined ? undefined : this.#all.get(living)?.id) ?? 0;
  }

  /** What has a number, if it still lives. */
  find(id: number): Known | undefined {
    for (const known of this.#all.values()) if (known.id === id) return known;
    return undefined;
  }

  /** Takes down that something was seen to hold the event loop. */
  held(id: number, ms: number): void {
    const known = this.find(id);
    if (known !== undefined) known.heldLoopMs = Math.max(known.heldLoopMs, ms);
  }

  readonly scopeOpened = (scope: Living): void => {
    this.#tell("opened", this.#enter(scope, performance.now()));
  };

  readonly scopeCancelled = (scope: Living, cancelled: Cancelled): void => this.#cancelled(scope, cancelled);

  readonly childCancelled = (child: Living, cancelled: Cancelled): void => this.#cancelled(child, cancelled);

  readonly deadlineMoved = (scope: Living): void => this.#tell("deadlineMoved", this.#all.get(scope));

  readonly scopeClosed = (scope: Living, outcome: Outcome): void => {
    this.#tell("closed", this.#all.get(scope), { outcome });
    this.#leave(scope);
  };

  readonly childSpawned = (child: ChildTask<unknown>): void => {
    const now = performance.now();
    const known = this.#enter(child, now);
    const scope = this.#all.get(child.scope);
    if (scope !== undefined) {
      scope.spawned++;
      scope.lastSpawnMs = now;
    }
    this.#tell("spawned", known);
  };

  readonly childReparented = (child: ChildTask<unknown>): void => this.#tell("reparented", this.#all.get(child));

  readonly childExited = (child: ChildTask<unknown>, outcome: Outcome): void => {
    this.#tell("exited", this.#all.get(child), { outcome });
    this.#leave(child);
    const scope = this.#all.get(child.scope);
    if (scope !== undefined) scope.ended++;
  };

  readonly cancelIgnored = (child: ChildTask<unknown>): void => {
    const known = this.#all.get(child);
    if (known !== undefined) known.ignoresCancel = true;
    this.#tell("cancelIgnored", known);
  };

  #cancelled(living: Living, cancelled: Cancelled): void {
    const known = this.#all.get(living);
    if (known !== undefined) {
      known.cancelledMs = performance.now();
      this.#table.cancel(known.slot);
    }
    this.#tell("cancelled", known, { cancelled });
  }

  #tell(event: WatchedEvent, known: Known | undefined, why?: Why): void {
    if (this.told !== undefined && known !== undefined) this.told(event, known, why);
  }

  #enter(living: Living, beganMs: number | undefined): Known {
    const id = ++this.#lastId;
    const known: Known = {
      id,
      living,
      beganMs,
      slot: this.#table.enter(id, living, beganMs, (outer) => this.idOf(outer)),
      cancelledMs: undefined,
      ignoresCancel: false,
      heldLoopMs: 0,
      spawned: 0,
      ended: 0,
      lastSpawnMs: undefined,
    };
    this.#all.set(living, known);
    return known;
  }

  #leave(living: Living): void {
    const known = this.#all.get(living);
    if (known === undefined) return;
    this.#all.delete(living);
    this.#table.leave(known.slot);
  }
}
