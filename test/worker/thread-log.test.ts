import { execFileSync } from "node:child_process";
import fs, { mkdtempSync, readFileSync, renameSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, afterEach, beforeEach, describe, expect, test, vi } from "vitest";
// As it is packed: what runs in a thread is a built file.
import { close, flush, ledger, logMessage, toFile } from "../../packages/clew/dist/index.node.js";

const root = fileURLToPath(new URL("../..", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "clew-thread-log-"));
afterAll(() => rmSync(folder, { recursive: true }));

let file = "";
let count = 0;
beforeEach(() => {
  vi.spyOn(process, "emitWarning").mockImplementation(() => {});
  file = join(folder, `${++count}.log`);
});
afterEach(async () => {
  await close();
  vi.restoreAllMocks();
});

const upTo = (end: number) => Array.from({ length: end }, (_, n) => n);

function numbersIn(path: string): number[] {
  const lines = readFileSync(path, "utf8").split("\n").slice(0, -1);
  return lines.map((line) => JSON.parse(line).n).filter((n) => n !== undefined);
}

/** Logs until it is no more this thread that writes. */
async function whenThreadWrites(): Promise<void> {
  const write = vi.spyOn(fs, "writeSync");
  const end = performance.now() + 4_000;
  for (let before = -1; before !== write.mock.calls.length; ) {
    if (performance.now() > end) throw new Error("no thread has begun to write");
    before = write.mock.calls.length;
    logMessage("waiting");
    await flush();
    await new Promise((resolve) => setImmediate(resolve));
  }
}

describe('toFile(path, { mode: "thread" })', () => {
  test("has a thread write what is logged, all of it and in its order", async () => {
    toFile(file, { mode: "thread" });
    await whenThreadWrites();
    const write = vi.spyOn(fs, "writeSync").mockClear();
    for (let n = 0; n < 20_000; n++) logMessage("n", { n, text: n % 1_000 === 0 ? "ä".repeat(100_000) : "" });
    await flush();
    expect(numbersIn(file)).toEqual(upTo(20_000));
    expect(write).not.toHaveBeenCalled();
    const [{ logged, written, pending } = {}] = ledger();
    expect([written, pending]).toEqual([logged, 0]);
  });

  test("has the thread open the file anew by reopen()", async () => {
    const destination = toFile(file, { mode: "thread" });
    await whenThreadWrites();
    renameSync(file, `${file}.old`);
    destination.reopen();
    logMessage("n", { n: 0 });
    await destination.close();
    expect(numbersIn(file)).toEqual([0]);
  });

  test("drops beyond its bound where it is told to, and counts it", async () => {
    toFile(file, { mode: "thread", maxBufferBytes: 2_000, onOverflow: "drop" });
    await whenThreadWrites();
    for (let n = 0; n < 2_000; n++) logMessage("n", { n });
    await flush();
    const [{ logged, written, dropped } = { logged: 0, written: 0, dropped: 0 }] = ledger();
    expect(written + dropped).toBe(logged);
    expect(dropped).toBeGreaterThan(0);
    expect(readFileSync(file, "utf8").split("\n").length - 1).toBe(written);
  });

  test("takes a stream of this thread for nothing that another could write to", () => {
    expect(() => toFile({ write: () => true, on() {}, off() {} }, { mode: "thread" })).toThrow(
      "a thread cannot write to a stream of this one; give its path or descriptor",
    );
  });
});

describe("a program that logs through a thread", () => {
  const run = (args: readonly string[], env = {}) =>
    execFileSync(process.execPath, args, {
      cwd: root,
      encoding: "utf8",
      env: { ...process.env, ...env },
      timeout: 20_000,
    });

  test.each([
    ["a module", ["--input-type=module", "--eval"], 'import { logMessage, toFile } from "clew";'],
    ["CommonJS", ["--input-type=commonjs", "--eval"], 'const { logMessage, toFile } = require("clew");'],
  ])("ends by itself, with nothing lost: %s", (_, args, imports) => {
    const log = `for (let n = 0; n < 500; n++) logMessage("n", { n })`;
    run([...args, `${imports} toFile(${JSON.stringify(file)}, { mode: "thread" }); setTimeout(() => { ${log} }, 200)`]);
    expect(numbersIn(file)).toEqual(upTo(500));
  });

  test("starts no threads in its thread, whatever it preloads", () => {
    const preload = ["--import", "clew/auto"];
    const program = 'import { logMessage } from "clew"; setTimeout(() => logMessage("n", { n: 0 }), 200)';
    const env = { CLEW_FILE: file, CLEW_MODE: "thread" };
    run([...preload, "--input-type=module", "--eval", program], env);
    run(["--input-type=module", "--eval", program], { ...env, NODE_OPTIONS: preload.join(" ") });
    expect(numbersIn(file)).toEqual([0, 0]);
  });
});
