import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { addDestination, flush, ledger, logMessage, removeDestination } from "../record/index.js";
import type { FileSystem } from "./file-system.js";
// In SQLite's manner: every call of the file system is made to fail in turn. That seam does not leave the room.
import { createFileDestination } from "./to-file.js";

type Fault = "EIO" | "ENOSPC" | "EPIPE" | "EAGAIN" | "EINTR" | "a short write";
const FAULTS: readonly Fault[] = ["EIO", "ENOSPC", "EPIPE", "EAGAIN", "EINTR", "a short write"];

/** A disk in memory, of which the n-th call fails, once or from then on. */
function createDisk(failAt: number, fault: Fault, isForEver: boolean, content = "") {
  const disk = { content, calls: 0, isOpen: 0 };
  const fails = () => {
    disk.calls++;
    return disk.calls === failAt || (isForEver && disk.calls > failAt);
  };
  const failing = <A extends unknown[], R>(call: (...args: A) => R) => {
    return (...args: A): R => {
      if (fails() && fault !== "a short write") throw Object.assign(new Error(`${fault}: made up`), { code: fault });
      return call(...args);
    };
  };
  const stats = { isFile: () => true, isFIFO: () => false, isSocket: () => false, size: content.length };
  const fs = {
    openSync: failing(() => ++disk.isOpen),
    closeSync: failing(() => {
      disk.isOpen--;
    }),
    fstatSync: failing(() => stats),
    readSync: failing((_fd: number, buffer: Uint8Array) => {
      buffer[0] = content.charCodeAt(content.length - 1);
      return 1;
    }),
    writeSync: (_fd: number, data: string | Uint8Array, from = 0, length = data.length) => {
      const bytes = typeof data === "string" ? Buffer.from(data) : Buffer.from(data.subarray(from, from + length));
      const isFailing = fails();
      if (isFailing && fault !== "a short write") throw Object.assign(new Error(`${fault}: made up`), { code: fault });
      const taken = isFailing ? Math.min(7, bytes.length) : bytes.length;
      disk.content += bytes.subarray(0, taken).toString("latin1");
      return taken;
    },
  };
  return { disk, fs: fs as unknown as FileSystem };
}

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

/** Logs, flushes and closes over a failing disk; gives how many calls the disk had, or `undefined` if it did not open. */
async function attempt(mode: "sync" | "buffered", failAt: number, fault: Fault, isForEver: boolean, content: string) {
  const { disk, fs } = createDisk(failAt, fault, isForEver, content);
  let destination: ReturnType<typeof createFileDestination>;
  try {
    destination = createFileDestination(
      "made-up.log",
      { mode, onOverflow: "drop", maxBufferBytes: isForEver ? 700 : 100_000 },
      fs,
    );
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
  return disk.calls;
}

describe.each(["sync", "buffered"] as const)("toFile(path, { mode: %j }) over a disk that fails", (mode) => {
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
      const calls = (await attempt(mode, 0, fault, false, "")) as number;
      for (let n = 1; n <= calls; n++) await attempt(mode, n, fault, false, "");
    },
    LONG_MS,
  );

  test.each(FAULTS)(
    "keeps the ledger's law and settles whichever call fails with %s, and all after it",
    async (fault) => {
      const calls = (await attempt(mode, 0, fault, false, "")) as number;
      for (let n = 1; n <= calls; n++) await attempt(mode, n, fault, true, "");
    },
    LONG_MS,
  );

  test.each(FAULTS)(
    "glues no line to a torn one, whichever call fails with %s",
    async (fault) => {
      const torn = '{"task_uuid":"torn';
      for (let n = 0; n < 20; n++) await attempt(mode, n, fault, false, torn);
    },
    LONG_MS,
  );
});
