import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { addDestination, flush, ledger, logMessage, removeDestination } from "../../record/index.js";
// In SQLite's manner: every call of the file system, in the thread or beside it, is made to fail in turn, and the thread
// to die at each. Those seams do not leave the room.
import { FAULTS, FailingDisk, type FaultAt } from "../disk-for-tests.js";
import { LogRing, type StartWriterThread } from "../thread/index.js";
import { type Death, ThreadForTests } from "./thread-for-tests.js";
import { createFileDestination } from "./to-file.js";

const FILE = "made-up.log";
const MESSAGES = 12;
const LONG_MS = 60_000;

let threads: ThreadForTests[] = [];
let nowMs = 0;
const listening = () => {};

beforeEach(() => {
  threads = [];
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
  vi.spyOn(performance, "now").mockImplementation(() => nowMs);
  vi.spyOn(console, "warn").mockImplementation(() => {});
  // While the program sleeps, its thread runs.
  vi.spyOn(LogRing.prototype, "sleepUntilTold").mockImplementation((ms) => {
    nowMs += ms;
    for (const thread of threads) thread.run();
  });
  addDestination(listening);
});
afterEach(async () => {
  await removeDestination(listening);
  vi.useRealTimers();
  vi.restoreAllMocks();
});

async function pass(ms: number): Promise<void> {
  for (let passed = 0; passed < ms; passed += 10) await passSome();
}

async function passSome(): Promise<void> {
  nowMs += 10;
  for (const thread of threads) thread.run();
  await vi.advanceTimersByTimeAsync(10);
}

/** Lets the time pass until something has settled, five seconds at most. */
async function settled(act: Promise<unknown>): Promise<void> {
  let isSettled = false;
  const end = nowMs + 5_000;
  void act.then(() => {
    isSettled = true;
  });
  while (!isSettled && nowMs < end) await passSome();
  expect(isSettled).toBe(true);
}

function expectLaw(): void {
  for (const { logged, written, dropped, filtered, sampledOut, pending } of ledger()) {
    expect(written + dropped + filtered + sampledOut + pending).toBe(logged);
    expect(pending).toBeGreaterThanOrEqual(0);
  }
}

/** The whole lines on a disk, and the numbers of those that have one; the rest of a line that was written anew is none. */
function linesOf(disk: FailingDisk): { whole: number; numbers: number[] } {
  const numbers: number[] = [];
  let whole = 0;
  for (const line of disk.content.split("\n").filter((text) => text.endsWith("}"))) {
    const { i } = JSON.parse(line) as { i?: number };
    whole++;
    if (i !== undefined) numbers.push(i);
  }
  return { whole, numbers };
}

interface Attempt {
  readonly rotate?: { readonly sizeBytes: number; readonly keep: number };
  readonly faultAt?: FaultAt;
  readonly death?: Death;
}

/** Logs through a thread, flushes and closes, and gives what was written and how many calls that took. */
async function attempt({ rotate, faultAt = () => undefined, death }: Attempt) {
  const disk = new FailingDisk(faultAt);
  const start: StartWriterThread = (data, events) => {
    const thread = new ThreadForTests(data, events, disk.fs, death);
    threads.push(thread);
    return thread;
  };
  let destination: ReturnType<typeof createFileDestination>;
  try {
    const options = { mode: "thread", flushAfterMs: 20, ...(rotate && { rotate }) } as const;
    destination = createFileDestination(FILE, options, disk.fs, start);
  } catch (error) {
    expect(error).toMatchObject({ code: "CLEW_LOG_FILE" });
    return undefined;
  }
  addDestination(destination);
  for (let i = 0; i < MESSAGES; i++) {
    if (i % 4 === 2) await pass(30);
    expect(() => logMessage("numbered", { i })).not.toThrow();
    expectLaw();
  }
  let pending: number | undefined;
  await settled(
    flush().then(() => {
      expectLaw();
      pending = ledger().find((entry) => entry.destination === destination)?.pending;
    }),
  );
  expect(pending).toBe(0);
  await settled(Promise.all([destination.close(), destination.close(), removeDestination(destination)]));
  const { written, dropped } = destination.counts();
  const calls = { disk: disk.calls, thread: threads[0]?.calls ?? 0 };
  return { ...linesOf(disk), written, dropped, calls, openFiles: disk.openFiles };
}

const all = Array.from({ length: MESSAGES }, (_, i) => i);

describe.each([{}, { rotate: { sizeBytes: 600, keep: 100 } }])('toFile(path, { mode: "thread" }), %j', (log) => {
  test("has its thread write, and leaves nothing open", async () => {
    const done = await attempt(log);
    expect(done).toMatchObject({ numbers: all, whole: done?.written, dropped: 0, openFiles: 0 });
    expect(done?.calls.thread).toBeGreaterThan(5);
  });

  test.each([
    { isAfter: false, isTold: true },
    { isAfter: true, isTold: true },
    { isAfter: false, isTold: false },
    { isAfter: true, isTold: false },
  ])(
    "loses no line and writes none twice, at whichever file call its thread dies: %j",
    async (how) => {
      const calls = (await attempt(log))?.calls.thread as number;
      for (let at = 1; at <= calls; at++) {
        const done = await attempt({ ...log, death: { at, ...how } });
        expect({ at, ...done }).toMatchObject({ at, numbers: all, whole: done?.written, dropped: 0 });
      }
    },
    LONG_MS,
  );

  test.each(FAULTS)(
    "keeps the ledger's law and settles whichever call fails with %s, once",
    async (fault) => {
      const calls = (await attempt(log))?.calls.disk as number;
      for (let n = 1; n <= calls; n++) {
        const done = await attempt({ ...log, faultAt: (call) => (call === n ? fault : undefined) });
        if (done === undefined) continue;
        expect({ n, ...done }).toMatchObject({ n, whole: done.written });
        if (fault !== "EPIPE") expect({ n, ...done }).toMatchObject({ n, numbers: all, dropped: 0 });
      }
    },
    LONG_MS,
  );

  test.each(FAULTS)(
    "keeps the ledger's law and settles whichever call fails with %s, and all after it",
    async (fault) => {
      const calls = (await attempt(log))?.calls.disk as number;
      for (let n = 1; n <= calls; n += 4) {
        const done = await attempt({ ...log, faultAt: (call) => (call >= n ? fault : undefined) });
        if (done !== undefined) expect({ n, ...done }).toMatchObject({ n, whole: done.written });
      }
    },
    LONG_MS,
  );
});

describe('toFile(path, { mode: "thread" }) where there can be no thread', () => {
  test("writes without one, and says so once", async () => {
    const disk = new FailingDisk(() => undefined);
    const destination = createFileDestination("other.log", { mode: "thread" }, disk.fs, (_, events) => {
      queueMicrotask(() => events.ended("no threads here"));
      return { terminate: () => {} };
    });
    addDestination(destination);
    logMessage("numbered", { i: 0 });
    await settled(destination.close());
    expect(linesOf(disk).numbers).toEqual([0]);
    const warnings = vi.mocked(console.warn).mock.calls.map(([text]) => String(text));
    expect(warnings.filter((text) => text.includes("no threads here")).length).toBe(1);
  });
});
