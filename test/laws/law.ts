// Tries a law under many schedules: the program is given random delays and choices, and what may come in any order is
// shuffled. What must hold after every program whatsoever is asked after each.

import { addInstrument, removeInstrument } from "clew/observe";
import type { ChildTask, Scope } from "clew/scope";
import { type MockClock, withMockClock } from "clew/testing";
import { expect, test } from "vitest";
import {
  currentScheduler,
  replaceScheduler,
  type Scheduler,
  type Timer,
} from "../../packages/clew/src/scope/internal.js";
import { createRandom } from "../../packages/clew/src/testing/random.js";

/** 300 in the everyday run; `npm run test:laws` sets 10,000. */
const SCHEDULES = Number(process.env.CLEW_SCHEDULES ?? 300);
/** How many runs on real time, besides. */
const REAL_RUNS = Number(process.env.CLEW_REAL_RUNS ?? 2);

/** What a law's program is given. */
export interface Trial {
  /** A whole number from 0 to `below` - 1. */
  int(below: number): number;
  bool(): boolean;
  pick<T>(choices: readonly T[]): T;
  /** A short random time, in milliseconds. */
  ms(): number;
  /** Errors that nobody received, in the order of their reports. */
  readonly dropped: readonly unknown[];
  /** Children that were let go. */
  readonly ignored: readonly ChildTask<unknown>[];
  /** Absent on real time. */
  readonly clock: MockClock | undefined;
  /** Milliseconds that have passed. */
  now(): number;
  /** Says that the program leaves something running on purpose, so that nothing is asked about leaks. */
  leaves(): void;
}

export function law(title: string, program: (trial: Trial) => Promise<void>): void {
  test(
    title,
    async () => {
      for (let seed = 1; seed <= SCHEDULES; seed++) {
        await attempt(seed, () => withMockClock({ seed }, (clock) => run(seed, clock, program)));
      }
      for (let seed = 1; seed <= REAL_RUNS; seed++) await attempt(seed, () => run(seed, undefined, program));
    },
    60_000 + SCHEDULES * 50,
  );
}

async function attempt(seed: number, run: () => Promise<void>): Promise<void> {
  try {
    await run();
  } catch (error) {
    if (error instanceof Error) error.message += ` (schedule ${seed})`;
    throw error;
  }
}

async function run(
  seed: number,
  clock: MockClock | undefined,
  program: (trial: Trial) => Promise<void>,
): Promise<void> {
  const random = createRandom((seed * 2654435761) | 0);
  const int = (below: number) => Math.floor(random() * below);
  const dropped: unknown[] = [];
  const ignored: ChildTask<unknown>[] = [];
  const scopes = new Set<Scope>();
  const children = new Set<ChildTask<unknown>>();
  const late: unknown[] = [];
  const instrument = {
    errorDropped: (error: unknown) => dropped.push(error),
    cancelIgnored: (child: ChildTask<unknown>) => ignored.push(child),
    scopeOpened: (scope: Scope) => scopes.add(scope),
    scopeClosed: (scope: Scope) => scopes.delete(scope),
    childSpawned: (child: ChildTask<unknown>) => children.add(child),
    childExited: (child: ChildTask<unknown>) => children.delete(child),
  };
  const rejected = (error: unknown) => late.push(error);
  process.on("unhandledRejection", rejected);
  process.on("rejectionHandled", rejected);
  addInstrument(instrument);
  const timers = new Set<Timer>();
  const scheduler = currentScheduler();
  replaceScheduler(watching(scheduler, timers));
  const startedAt = scheduler.now();
  let asksForLeaks = true;
  try {
    await program({
      int,
      bool: () => random() < 0.5,
      pick: (choices) => choices[int(choices.length)] as never,
      ms: () => int(clock === undefined ? 4 : 20),
      dropped,
      ignored,
      clock,
      now: () => scheduler.now() - startedAt,
      leaves: () => {
        asksForLeaks = false;
      },
    });
    await new Promise((resolve) => setImmediate(resolve));
    expect(late, "neither unhandledRejection nor rejectionHandled").toEqual([]);
    if (!asksForLeaks) return;
    expect(
      [...scopes].map((scope) => scope.name),
      "scopes left open",
    ).toEqual([]);
    expect(
      [...children].map((child) => child.name),
      "children left running",
    ).toEqual([]);
    expect([...timers].filter((timer) => timer.slot !== -1).length, "timers left").toBe(0);
  } finally {
    replaceScheduler(scheduler);
    removeInstrument(instrument);
    process.off("unhandledRejection", rejected);
    process.off("rejectionHandled", rejected);
  }
}

/** The scheduler itself, with a record of all timers that were set. */
function watching(scheduler: Scheduler, timers: Set<Timer>): Scheduler {
  return {
    now: () => scheduler.now(),
    wallNow: () => scheduler.wallNow(),
    set(timer, at) {
      timers.add(timer);
      scheduler.set(timer, at);
    },
    clear: (timer) => scheduler.clear(timer),
    isTurnDue: () => scheduler.isTurnDue(),
    yieldTurn: (resume) => scheduler.yieldTurn(resume),
  };
}

/** What a promise came to. */
export type Settled = { readonly ok: true; readonly value: unknown } | { readonly ok: false; readonly error: unknown };

export async function settle(promise: PromiseLike<unknown>): Promise<Settled> {
  try {
    return { ok: true, value: await promise };
  } catch (error) {
    return { ok: false, error };
  }
}

/** What a promise rejects with; fails where it does not. */
export async function errorOf(promise: PromiseLike<unknown>): Promise<unknown> {
  const settled = await settle(promise);
  if (settled.ok) throw new Error(`It did not reject, but gave ${String(settled.value)}`);
  return settled.error;
}
