import {
  closeSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import {
  close,
  type FileMode,
  flush,
  LogFileError,
  ledger,
  logMessage,
  type ToFileOptions,
} from "../../record/index.js";
import { toFile } from "../index.js";

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "clew-to-file-"));
});
afterEach(async () => {
  vi.useRealTimers();
  await close();
  rmSync(folder, { recursive: true, force: true });
});

const MODES = ["sync", "buffered"] as const;

/** The values of `i` in a log, in their order. */
function numbersIn(file: string): unknown[] {
  const lines = readFileSync(file, "utf8").split("\n").slice(0, -1);
  return lines.map((line) => (JSON.parse(line) as { i: unknown }).i);
}

function codeOf(act: () => unknown): unknown {
  try {
    act();
  } catch (error) {
    expect(error).toBeInstanceOf(LogFileError);
    return (error as LogFileError).code;
  }
  return undefined;
}

describe("toFile(path)", () => {
  test("adds the destination that it gives, and writes before the log call returns", () => {
    const path = join(folder, "a.log");
    const destination = toFile(path);
    expect(destination.path).toBe(path);
    expect(ledger().map((entry) => entry.destination)).toEqual([destination]);
    logMessage("m", { i: 1 });
    expect(numbersIn(path)).toEqual([1]);
    expect(destination.counts()).toEqual({ written: 1, dropped: 0 });
  });

  test("creates the file for its owner alone, or as fileMode says", () => {
    toFile(join(folder, "a.log"));
    toFile(join(folder, "b.log"), { fileMode: 0o640 });
    expect(statSync(join(folder, "a.log")).mode & 0o777).toBe(0o600);
    expect(statSync(join(folder, "b.log")).mode & 0o777).toBe(0o640);
  });

  test.each(MODES)("appends, and ends a torn line first (%s)", async (mode) => {
    const path = join(folder, "a.log");
    writeFileSync(path, '{"i":0}\n{"task_uu');
    toFile(path, { mode });
    logMessage("m", { i: 1 });
    logMessage("m", { i: 2 });
    await close();
    const lines = readFileSync(path, "utf8").split("\n");
    expect(lines.slice(0, 2)).toEqual(['{"i":0}', '{"task_uu']);
    expect(lines.slice(2, 4).map((line) => JSON.parse(line).i)).toEqual([1, 2]);
  });

  test("says what is wrong and the way out where the file cannot be opened", () => {
    expect(() => toFile(join(folder, "none", "a.log"))).toThrow(
      /^Cannot write a log to ".*a\.log": ENOENT.*; make its folder first, or give a path in one that exists$/,
    );
    expect(() => toFile(folder)).toThrow(/EISDIR.*; give the path of a file$/);
    expect(codeOf(() => toFile(9999))).toBe("CLEW_LOG_FILE");
    expect(ledger()).toEqual([]);
  });

  test.each<[ToFileOptions, RegExp]>([
    [{ mode: "fast" as FileMode }, /there is no mode "fast"; give "sync", "buffered" or "thread"/],
    [{ onOverflow: "block" as "wait" }, /onOverflow is "block"; give "wait" or "drop"/],
    [{ maxLineBytes: 10 }, /maxLineBytes is 10; give a number from 1024 up/],
    [{ maxBufferBytes: Number.NaN }, /maxBufferBytes is NaN/],
    [{ flushAfterMs: -1 }, /flushAfterMs is -1/],
  ])("refuses options that make no sense before it opens anything: %j", (options, message) => {
    const path = join(folder, "a.log");
    expect(() => toFile(path, options)).toThrow(message);
    expect(() => statSync(path)).toThrow("ENOENT");
  });

  test.each([null, undefined, {}, -1, 1.5, () => {}])("refuses what is no file: %j", (file) => {
    expect(codeOf(() => toFile(file as unknown as string))).toBe("CLEW_LOG_FILE");
  });

  test.each(MODES)("cuts the values of a line that is too long (%s)", async (mode) => {
    const path = join(folder, "a.log");
    toFile(path, { mode, maxLineBytes: 2048 });
    logMessage("m", { i: 1, text: "x".repeat(100_000) });
    await flush();
    const text = readFileSync(path, "utf8");
    expect(text.length).toBeLessThanOrEqual(2048);
    expect(JSON.parse(text)).toMatchObject({ message_type: "m", i: 1, text: expect.stringContaining("[cut, 100000") });
  });
});

describe('toFile(path, { mode: "buffered" })', () => {
  test("writes what it gathered after flushAfterMs", async () => {
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    const path = join(folder, "a.log");
    toFile(path, { mode: "buffered", flushAfterMs: 30 });
    logMessage("m", { i: 1 });
    logMessage("m", { i: 2 });
    await vi.advanceTimersByTimeAsync(29);
    expect(numbersIn(path)).toEqual([]);
    expect(ledger()[0]).toMatchObject({ logged: 2, written: 0, pending: 2 });
    await vi.advanceTimersByTimeAsync(1);
    expect(numbersIn(path)).toEqual([1, 2]);
    logMessage("m", { i: 3 });
    await vi.advanceTimersByTimeAsync(30);
    expect(numbersIn(path)).toEqual([1, 2, 3]);
  });

  test("writes without waiting when 64 KiB are gathered, and always whole lines", () => {
    const path = join(folder, "a.log");
    toFile(path, { mode: "buffered" });
    for (let i = 0; i < 700; i++) logMessage("m", { i });
    const text = readFileSync(path, "utf8");
    expect(text.length).toBeGreaterThan(60_000);
    expect(text.length).toBeLessThanOrEqual(65_536);
    expect(text.endsWith("}\n")).toBe(true);
  });

  test("writes a line that is longer than all it gathers in its turn", async () => {
    const path = join(folder, "a.log");
    toFile(path, { mode: "buffered" });
    for (const i of [0, 1, 2]) logMessage("m", { i, text: "x".repeat(i === 1 ? 200_000 : 1) });
    await flush();
    expect(numbersIn(path)).toEqual([0, 1, 2]);
  });

  test("has written everything when flush() resolves", async () => {
    const path = join(folder, "a.log");
    toFile(path, { mode: "buffered" });
    for (let i = 0; i < 100; i++) logMessage("m", { i });
    await flush();
    expect(numbersIn(path)).toHaveLength(100);
    expect(ledger()[0]).toMatchObject({ logged: 100, written: 100, pending: 0 });
  });

  test("has signal handlers only while such a destination is open", async () => {
    const count = () => ["SIGTERM", "SIGINT", "SIGHUP"].map((signal) => process.listenerCount(signal));
    const before = count();
    const first = toFile(join(folder, "a.log"), { mode: "buffered" });
    const second = toFile(join(folder, "b.log"), { mode: "buffered" });
    toFile(join(folder, "c.log"), { mode: "sync" });
    expect(count()).toEqual(before.map((n) => n + 1));
    await first.close();
    expect(count()).toEqual(before.map((n) => n + 1));
    await second.close();
    expect(count()).toEqual(before);
  });
});

describe.each(MODES)("a file destination (%s)", (mode) => {
  test("takes itself out when it is closed, any number of times", async () => {
    const path = join(folder, "a.log");
    const destination = toFile(path, { mode });
    logMessage("m", { i: 1 });
    await Promise.all([destination.close(), destination.close()]);
    await destination.close();
    expect(ledger()).toEqual([]);
    logMessage("m", { i: 2 });
    expect(numbersIn(path)).toEqual([1]);
  });

  test("uses a descriptor that the program opened, and leaves it open", async () => {
    const path = join(folder, "a.log");
    const fd = openSync(path, "a");
    toFile(fd, { mode });
    logMessage("m", { i: 1 });
    await close();
    expect(numbersIn(path)).toEqual([1]);
    closeSync(fd);
  });

  test("goes on where the descriptor is closed behind its back, counts, and says so elsewhere", async () => {
    const warn = vi.spyOn(process, "emitWarning").mockImplementation(() => {});
    vi.spyOn(console, "warn").mockImplementation(() => {});
    const path = join(folder, "a.log");
    const other = join(folder, "other.log");
    const fd = openSync(path, "a");
    const destination = toFile(fd, { mode });
    toFile(other, { mode });
    closeSync(fd);
    logMessage("m", { i: 1 });
    await flush();
    logMessage("m", { i: 2 });
    await flush();
    expect(destination.counts().written).toBe(0);
    const entry = ledger()[0];
    expect(entry?.dropped).toBe(entry?.logged);
    expect(numbersIn(other).filter((i) => i !== undefined)).toEqual([1, 2]);
    expect(readFileSync(other, "utf8")).toContain("eliot:destination_failure");
    warn.mockRestore();
  });
});

describe("toFile of a file that is open already", () => {
  test("gives the destination that there is, by whatever path, and says so once", async () => {
    const warn = vi.spyOn(console, "warn").mockImplementation(() => {});
    const path = join(folder, "app.log");
    const first = toFile(path);
    symlinkSync(path, join(folder, "other.log"));
    for (let i = 0; i < 20; i++) expect(toFile(path)).toBe(first);
    expect(toFile(join(folder, "other.log"), { mode: "buffered" })).toBe(first);
    logMessage("once");
    await first.close();
    expect(readFileSync(path, "utf8").trim().split("\n")).toHaveLength(1);
    const second = toFile(path);
    expect(second).not.toBe(first);
    await second.close();
    expect(warn.mock.calls.flat().filter((text) => String(text).startsWith("CLEW_FILE_OPEN"))).toHaveLength(1);
    warn.mockRestore();
  });
});

describe("toFile with a relative path", () => {
  test("stays where it was opened", async () => {
    mkdirSync(join(folder, "a"));
    mkdirSync(join(folder, "b"));
    // Threads of a test runner may not change their folder.
    const cwd = vi.spyOn(process, "cwd").mockReturnValue(join(folder, "a"));
    const log = toFile("app.log");
    cwd.mockReturnValue(join(folder, "b"));
    logMessage("one");
    log.reopen();
    logMessage("two");
    await log.close();
    cwd.mockRestore();
    expect(log.path).toBe(join(folder, "a", "app.log"));
    expect(
      readFileSync(join(folder, "a", "app.log"), "utf8")
        .trim()
        .split("\n"),
    ).toHaveLength(2);
    expect(existsSync(join(folder, "b", "app.log"))).toBe(false);
  });
});

describe("toFile of an output that somebody took elsewhere", () => {
  test("goes through the write that he put in its place, and back when he has taken it away", async () => {
    const taken: string[] = [];
    const log = toFile(process.stderr);
    Object.defineProperty(process.stderr, "write", {
      configurable: true,
      writable: true,
      value: (text: string, told?: () => void) => {
        taken.push(text);
        told?.();
        return true;
      },
    });
    logMessage("hello");
    Reflect.deleteProperty(process.stderr, "write");
    expect(taken.join("")).toContain('"message_type":"hello"');
    expect(log.counts()).toEqual({ written: 1, dropped: 0 });
    await log.close();
  });
});

describe("toFile whose folder is deleted", () => {
  test("keeps what is logged until the folder is back, and counts nothing as written meanwhile", async () => {
    const path = join(folder, "logs", "app.log");
    mkdirSync(join(folder, "logs"));
    const log = toFile(path);
    logMessage("before");
    rmSync(join(folder, "logs"), { recursive: true });
    log.reopen();
    logMessage("meanwhile");
    logMessage("meanwhile");
    expect(log.counts()).toEqual({ written: 1, dropped: 0 });
    mkdirSync(join(folder, "logs"));
    log.reopen();
    await log.flush();
    expect(log.counts()).toEqual({ written: 3, dropped: 0 });
    expect(readFileSync(path, "utf8").trim().split("\n")).toHaveLength(2);
    await log.close();
  });
});
