import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import {
  addDestination,
  close,
  flush,
  ledger,
  logMessage,
  removeDestination,
  type ToFileOptions,
} from "../../record/index.js";
// In SQLite's manner: every call of the file system is made to fail in turn. That seam does not leave the room.
import { FAULTS, FailingDisk, type Fault } from "../disk-for-tests.js";
import { createFileDestination } from "./to-file.js";

function expectLaw(): void {
  for (const { logged, written, dropped, filtered, sampledOut, pending } of ledger()) {
    expect(written + dropped + filtered + sampledOut + pending).toBe(logged);
    expect(pending).toBeGreaterThanOrEqual(0);
  }
}

/** How many whole messages a log has, and how many pieces of others. */
function countWhole(content: string): { whole: number; pieces: number } {
  let whole = 0;
  let pieces = 0;
  for (const line of content.split("\n")) {
    if (line === "") continue;
    try {
      JSON.parse(line);
      whole++;
    } catch {
      pieces++;
    }
  }
  return { whole, pieces };
}

const MESSAGES = 12;
/** Hundreds of attempts a test, each over seconds of made-up time. */
const LONG_MS = 60_000;

const FILE = "made-up.log";
interface Log {
  readonly mode: "sync" | "buffered";
  readonly rotate?: { readonly sizeBytes: number; readonly keep: number };
  /** What stands in the file already. */
  readonly content?: string;
}

/** Logs, flushes and closes over a failing disk; gives the disk, or `undefined` if it did not open. */
async function attempt({ content = "", ...log }: Log, failAt: number, fault: Fault, isForEver: boolean) {
  const disk = new FailingDisk((call) =>
    call === failAt || (isForEver && failAt > 0 && call > failAt) ? fault : undefined,
  );
  disk.add(FILE, content);
  let destination: ReturnType<typeof createFileDestination>;
  try {
    const maxBufferBytes = isForEver ? 700 : 100_000;
    destination = createFileDestination(FILE, { ...log, onOverflow: "drop", maxBufferBytes }, disk.fs);
  } catch (error) {
    expect(error).toMatchObject({ code: "CLEW_LOG_FILE" });
    return undefined;
  }
  addDestination(destination);
  for (let i = 0; i < MESSAGES; i++) {
    expect(() => logMessage("numbered", { i })).not.toThrow();
    expectLaw();
    if (i % 5 === 4) await vi.advanceTimersByTimeAsync(100);
    expectLaw();
  }
  let pending: number | undefined;
  const flushed = flush().then(() => {
    expectLaw();
    pending = ledger().find((entry) => entry.destination === destination)?.pending;
  });
  await vi.advanceTimersByTimeAsync(4_500);
  await flushed;
  expect(pending).toBe(0);
  const closing = Promise.all([destination.close(), destination.close(), removeDestination(destination)]);
  await vi.advanceTimersByTimeAsync(5_000);
  await closing;
  const { written, dropped } = destination.counts();
  const { whole, pieces } = countWhole(disk.content.slice(content.length));
  expect(whole).toBe(written);
  // One piece for each time that a line was begun and given up, never glued to another.
  if (fault !== "a short write" || !isForEver) expect(pieces).toBe(0);
  if (!isForEver && fault !== "EPIPE" && failAt > 2)
    expect({ fault, failAt, dropped }).toEqual({ fault, failAt, dropped: 0 });
  return disk;
}

const SMALL = { sizeBytes: 600, keep: 100 };
const LOGS: readonly Log[] = [
  { mode: "sync" },
  { mode: "buffered" },
  { mode: "sync", rotate: SMALL },
  { mode: "buffered", rotate: SMALL },
];

describe.each(LOGS)("toFile(path, %j) over a disk that fails", (log) => {
  const listening = () => {};
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "performance"] });
    vi.spyOn(process, "emitWarning").mockImplementation(() => {});
    // So that what was logged before is not given to the first destination of each attempt.
    addDestination(listening);
  });
  afterEach(async () => {
    await removeDestination(listening);
    vi.useRealTimers();
    vi.restoreAllMocks();
  });

  test.each(FAULTS)(
    "keeps the ledger's law and settles whichever call fails with %s, once",
    async (fault) => {
      const calls = (await attempt(log, 0, fault, false))?.calls as number;
      for (let n = 1; n <= calls; n++) await attempt(log, n, fault, false);
    },
    LONG_MS,
  );

  test.each(FAULTS)(
    "keeps the ledger's law and settles whichever call fails with %s, and all after it",
    async (fault) => {
      const calls = (await attempt(log, 0, fault, false))?.calls as number;
      for (let n = 1; n <= calls; n++) await attempt(log, n, fault, true);
    },
    LONG_MS,
  );

  test.each(FAULTS)(
    "glues no line to a torn one, whichever call fails with %s",
    async (fault) => {
      for (let n = 0; n < 20; n++) await attempt({ ...log, content: '{"task_uuid":"torn' }, n, fault, false);
    },
    LONG_MS,
  );
});

describe("toFile(path, { rotate }) over a disk that is full for a while", () => {
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "performance"] });
    vi.spyOn(process, "emitWarning").mockImplementation(() => {});
  });
  afterEach(async () => {
    const closing = close();
    await vi.advanceTimersByTimeAsync(10_000);
    await closing;
    vi.useRealTimers();
    vi.restoreAllMocks();
  });

  function add(disk: FailingDisk, options: ToFileOptions): void {
    addDestination(createFileDestination(FILE, options, disk.fs));
  }

  test.each(["sync", "buffered"] as const)("keeps to the limit when it writes what waited (%s)", async (mode) => {
    const disk = new FailingDisk(() => undefined);
    add(disk, { mode, rotate: SMALL });
    disk.faultAt = () => "ENOSPC";
    for (let i = 0; i < 50; i++) logMessage("numbered", { i });
    await vi.advanceTimersByTimeAsync(1_000);
    disk.faultAt = () => undefined;
    await vi.advanceTimersByTimeAsync(6_000);
    expect(countWhole(disk.content)).toEqual({ whole: 50, pieces: 0 });
    expect(Math.max(...disk.sizes)).toBeLessThanOrEqual(SMALL.sizeBytes);
  });

  test("notices meanwhile that the file was deleted, and begins a line that was cut off anew in the next", async () => {
    const disk = new FailingDisk(() => undefined);
    add(disk, { mode: "sync" });
    const { calls } = disk;
    disk.faultAt = (call) => (call === calls + 1 ? "a short write" : "ENOSPC");
    logMessage("numbered", { i: 0 });
    logMessage("numbered", { i: 1 });
    disk.remove(FILE);
    await vi.advanceTimersByTimeAsync(500);
    disk.faultAt = () => undefined;
    await vi.advanceTimersByTimeAsync(1_000);
    expect(disk.sizes.length).toBe(2);
    expect(countWhole(disk.content)).toEqual({ whole: 2, pieces: 1 });
    expect(disk.openFiles).toBe(1);
    expectLaw();
  });
});
