import fs, {
  appendFileSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  truncateSync,
  unlinkSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gunzipSync, gzipSync } from "node:zlib";
import { close, flush, ledger, logMessage, type ToFileOptions, toFile } from "clew";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";

let folder = "";
let file = "";
/** How far the clocks are ahead of the machine's. */
let aheadMs = 0;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "clew-rotation-"));
  file = join(folder, "app.log");
  aheadMs = 0;
  const [now, date] = [performance.now.bind(performance), Date.now];
  vi.spyOn(performance, "now").mockImplementation(() => now() + aheadMs);
  vi.spyOn(Date, "now").mockImplementation(() => date() + aheadMs);
  vi.spyOn(process, "emitWarning").mockImplementation(() => {});
});
afterEach(async () => {
  await close();
  vi.restoreAllMocks();
  vi.useRealTimers();
  rmSync(folder, { recursive: true });
});

const add = (options: ToFileOptions) => toFile(file, options);

function log(from: number, to: number): void {
  for (let n = from; n < to; n++) logMessage("n", { n });
}

/** The files of the log, the oldest first. */
const files = () =>
  readdirSync(folder)
    .filter((name) => name.startsWith("app.log"))
    .sort((a, b) => (a === "app.log" ? 1 : b === "app.log" ? -1 : a < b ? -1 : 1));

/** The numbers of each file. */
function numbers(): number[][] {
  return files().map((name) => {
    const bytes = readFileSync(join(folder, name));
    const text = (name.endsWith(".gz") ? gunzipSync(bytes) : bytes).toString();
    return text
      .split("\n")
      .filter((line) => line !== "")
      .map((line) => JSON.parse(line).n)
      .filter((n) => n !== undefined);
  });
}
const upTo = (end: number) => Array.from({ length: end }, (_, n) => n);

describe.each(["sync", "buffered"] as const)("toFile(path, { mode: %j, rotate })", (mode) => {
  test("drops nothing where the program logs faster than the file can be rotated", async () => {
    const rename = fs.renameSync;
    vi.spyOn(fs, "renameSync").mockImplementation((...paths) => {
      rename(...paths);
      aheadMs += 50;
    });
    add({ mode, maxBufferBytes: 10_000, rotate: { sizeBytes: 1_000, keep: 1_000 } });
    log(0, 1_000);
    await flush();
    expect(numbers().flat()).toEqual(upTo(1_000));
    expect(ledger()[0]).toMatchObject({ logged: 1_000, written: 1_000, dropped: 0 });
  });

  test("begins a new file before one would be too large, and loses nothing", async () => {
    add({ mode, rotate: { sizeBytes: 2_000, keep: 1_000 } });
    log(0, 300);
    await flush();
    expect(numbers().flat()).toEqual(upTo(300));
    expect(files()[0]).toBe("app.log.clew-000001");
    const sizes = files().map((name) => statSync(join(folder, name)).size);
    expect(Math.max(...sizes)).toBeLessThanOrEqual(2_000);
    // Nor is it emptier than for want of one line.
    expect(Math.min(...sizes.slice(0, -1))).toBeGreaterThan(1_700);
    expect(statSync(join(folder, "app.log.clew-000001")).mode & 0o777).toBe(0o600);
    expect(ledger()[0]).toMatchObject({ logged: 300, written: 300, pending: 0 });
  });

  test("gives a line that is larger than a file a file of its own", async () => {
    add({ mode, rotate: { sizeBytes: 300, keep: 100 } });
    log(0, 1);
    logMessage("long", { n: 1, text: "x".repeat(1_000) });
    log(2, 3);
    await flush();
    expect(numbers()).toEqual([[0], [1], [2]]);
  });

  test("begins a new file with each hour", async () => {
    add({ mode, rotate: { every: "hour" } });
    log(0, 3);
    await flush();
    aheadMs = 3_600_000;
    log(3, 5);
    await flush();
    expect(numbers()).toEqual([
      [0, 1, 2],
      [3, 4],
    ]);
  });

  test("goes on where the file cannot be rotated, and says so", async () => {
    const rename = vi.spyOn(fs, "renameSync").mockImplementation(() => {
      throw Object.assign(new Error("no permission"), { code: "EACCES" });
    });
    add({ mode, rotate: { sizeBytes: 500 } });
    log(0, 20);
    await flush();
    expect(numbers()).toEqual([upTo(20)]);
    expect(process.emitWarning).toHaveBeenCalledWith(
      expect.stringContaining("cannot be rotated: Error: no permission"),
      expect.anything(),
    );
    rename.mockRestore();
    aheadMs = 10_000;
    log(20, 21);
    await flush();
    expect(numbers()).toEqual([upTo(20), [20]]);
  });

  test("loses nothing where two processes rotate one log, and keeps to the limit", async () => {
    const options = { mode, rotate: { sizeBytes: 1_000, keep: 1_000 } };
    const first = add(options);
    // Another process does not know of it.
    forgetOpenFiles();
    const both = [first, add(options)];
    for (let n = 0; n < 100; n++) {
      logMessage("n", { n });
      aheadMs += 30;
      if (n % 3 === 0) await Promise.all(both.map((one) => one.flush()));
    }
    await flush();
    const all = numbers().flat();
    expect(all.length).toBe(200);
    expect([...new Set(all)].sort((a, b) => a - b)).toEqual(upTo(100));
    expect(Math.max(...files().map((name) => statSync(join(folder, name)).size))).toBeLessThanOrEqual(1_000);
  });

  test("goes on where another process has just rotated the log, and not begun a new file yet", async () => {
    add({ mode, rotate: { sizeBytes: 300, keep: 100 } });
    log(0, 2);
    await flush();
    const rename = fs.renameSync;
    vi.spyOn(fs, "renameSync").mockImplementationOnce((from, to) => {
      rename(from, `${file}.clew-000777`);
      rename(from, to);
    });
    log(2, 4);
    await flush();
    expect(numbers()).toEqual([
      [0, 1],
      [2, 3],
    ]);
    expect(process.emitWarning).not.toHaveBeenCalled();
  });
});

function forgetOpenFiles(): void {
  const hub: { readonly shared: Map<string, object> } = (globalThis as never)[Symbol.for("clew.hub.1")];
  hub.shared.delete("open log files");
}

describe("toFile(path, { rotate: { keep, compress } })", () => {
  /** Lets the time pass that a rotated file is left alone, and waits until something is so. */
  async function compressed(isSo: () => boolean): Promise<void> {
    aheadMs += 2_500;
    vi.advanceTimersByTime(2_500);
    while (!isSo()) await new Promise((resolve) => setImmediate(resolve));
  }
  const isAllCompressed = () => files().every((name) => name === "app.log" || name.endsWith(".gz"));

  test("keeps so many old files, the newest", () => {
    add({ rotate: { sizeBytes: 300, keep: 2 } });
    log(0, 11);
    expect(files()).toEqual(["app.log.clew-000004", "app.log.clew-000005", "app.log"]);
    expect(numbers().flat()).toEqual(upTo(11).slice(-5));
  });

  test("deletes nothing where no number is given", () => {
    add({ rotate: { sizeBytes: 100 } });
    log(0, 30);
    expect(numbers().flat()).toEqual(upTo(30));
  });

  test("neither deletes nor compresses what others have made, whatever it is called", async () => {
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    const others = [
      "1",
      "2.gz",
      "000001",
      "240101",
      "20240101",
      "20240102.gz",
      "000002.gz.tmp",
      "old",
      "clew-1",
      "clew",
    ];
    const foreign = [...others.map((end) => `${file}.${end}`), join(folder, "app.log-20240101")];
    for (const path of foreign) writeFileSync(path, "last year's log\n");
    add({ rotate: { sizeBytes: 300, keep: 1, compress: true } });
    log(0, 20);
    // The first time it finds that those that it has seen are deleted already.
    await compressed(() => true);
    await compressed(() => files().some((name) => /clew-0.*\.gz$/.test(name)));
    for (const path of foreign) expect(readFileSync(path, "utf8"), path).toBe("last year's log\n");
    expect(files().filter((name) => /clew-\d{6}/.test(name))).toHaveLength(1);
  });

  test("compresses old files, all of them, and finishes what a stopped program left", async () => {
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    const first = add({ rotate: { sizeBytes: 400, compress: true } });
    log(0, 8);
    expect(files()).toEqual(["app.log.clew-000001", "app.log.clew-000002", "app.log"]);
    await first.close();
    add({ rotate: { sizeBytes: 400, compress: true } });
    await compressed(isAllCompressed);
    expect(files()).toEqual(["app.log.clew-000001.gz", "app.log.clew-000002.gz", "app.log"]);
    expect(numbers().flat()).toEqual(upTo(8));
    log(8, 11);
    expect(files()).toContain("app.log.clew-000003");
  });

  test("finishes the compression that a stopped program was at, at whichever step it was", async () => {
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    const first = add({ rotate: { sizeBytes: 400 } });
    log(0, 11);
    await first.close();
    const [one, two, three] = [1, 2, 3].map((number) => `${file}.clew-00000${number}`);
    // Finished but for deleting the original; begun long ago; begun just now, by another process.
    writeFileSync(`${one}.gz`, gzipSync(readFileSync(one as string)));
    writeFileSync(`${two}.gz.tmp`, "half of a gzi");
    utimesSync(`${two}.gz.tmp`, 0, 0);
    writeFileSync(`${three}.gz.tmp`, "half of a gzi");
    add({ rotate: { sizeBytes: 400, compress: true } });
    await compressed(() => files().filter((name) => name.endsWith(".gz")).length === 2);
    await compressed(() => existsSync(`${three}.gz.tmp`) && existsSync(three as string));
    rmSync(`${three}.gz.tmp`);
    await compressed(isAllCompressed);
    expect(numbers().flat()).toEqual(upTo(11));
  });

  test("says what options make no sense", () => {
    for (const rotate of [{}, { sizeBytes: 0 }, { every: "week" as "day" }, { sizeBytes: 10, keep: 0 }]) {
      expect(() => add({ rotate })).toThrow(/rotate/);
    }
    expect(() => add({ reopenOn: "SIGTERM" as "SIGHUP" })).toThrow('reopenOn is "SIGTERM"; give "SIGHUP"');
  });
});

describe("a log file that is taken away", () => {
  test.each([
    ["renamed", () => renameSync(file, `${file}.old`)],
    ["deleted", () => unlinkSync(file)],
  ])("is begun anew within a second when it was %s", (_, take) => {
    add({});
    log(0, 1);
    take();
    aheadMs += 1_000;
    log(1, 3);
    expect(readFileSync(file, "utf8").trim().split("\n").length).toBe(2);
  });

  test("is written from its beginning when it was truncated", () => {
    add({ rotate: { sizeBytes: 2_000 } });
    log(0, 5);
    truncateSync(file);
    aheadMs += 1_000;
    log(5, 7);
    expect(numbers()).toEqual([[5, 6]]);
  });

  test("is opened anew at once by reopen(), and at SIGHUP where that is asked for", async () => {
    const destination = add({ mode: "buffered", reopenOn: "SIGHUP" });
    log(0, 1);
    renameSync(file, `${file}.1`);
    destination.reopen();
    expect(existsSync(file)).toBe(true);
    log(1, 2);
    renameSync(file, `${file}.2`);
    process.emit("SIGHUP", "SIGHUP");
    log(2, 3);
    await flush();
    expect(numbers()).toEqual([[0], [1], [2]]);
    const listeners = process.listenerCount("SIGHUP");
    await destination.close();
    expect(process.listenerCount("SIGHUP")).toBeLessThan(listeners);
  });

  test("does not begin in the middle of a line that somebody left there", () => {
    add({});
    log(0, 1);
    renameSync(file, `${file}.old`);
    appendFileSync(file, '{"torn":');
    aheadMs += 1_000;
    log(1, 2);
    expect(readFileSync(file, "utf8").split("\n").slice(0, 1)).toEqual(['{"torn":']);
    expect(JSON.parse(readFileSync(file, "utf8").split("\n")[1] as string).n).toBe(1);
  });
});
