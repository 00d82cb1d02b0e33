import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { runClew } from "./testing/run-clew.js";

const fixture = (name: string) => fileURLToPath(new URL(`../../../fixtures/${name}`, import.meta.url));
const ORDER = fixture("clew/story/order.log");

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "clew-program-"));
});
afterAll(() => rmSync(folder, { recursive: true }));

function write(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

const GOOD = '{"task_uuid":"t","task_level":[1],"timestamp":1,"message_type":"m"}\n';

describe("clew", () => {
  test("ends with 0 where all was read, also where nothing is in it", async () => {
    expect((await runClew("tree", ORDER)).status).toBe(0);
    expect((await runClew("pretty", ORDER)).status).toBe(0);
    const empty = await runClew("tree", write("empty.log", ""));
    expect(empty).toEqual({ stdout: "", stderr: "There is no task in it.\n", status: 0 });
  });

  test("ends with 1 where lines could not be used, and names them", async () => {
    const log = write("damaged.log", `{"task_uuid":\n${GOOD}{"task_uuid":1}\n`);
    for (const command of ["tree", "pretty"]) {
      const { stdout, stderr, status } = await runClew(command, log);
      expect(status).toBe(1);
      expect(stdout).not.toBe("");
      expect(stderr).toContain(`${log}:1: not JSON`);
      expect(stderr).toContain(`${log}:3: task_uuid is not a string`);
    }
  });

  test("uses text that is no message, and says how much there is", async () => {
    const log = write("text.log", `Server listening\n${GOOD}Bye\n`);
    const tree = await runClew("tree", log);
    expect(tree.status).toBe(0);
    expect(tree.stderr).toContain("2 lines of text, which are no messages\nThe log ends with:\nBye\n");
    const pretty = await runClew("pretty", "-c", log);
    expect(pretty.stdout.split("\n")).toEqual(["Server listening", expect.any(String), "Bye", ""]);
  });

  test("ends with 1 where nothing that was asked for was found", async () => {
    const { stderr, status } = await runClew("tree", "--task", "ffff", ORDER);
    expect(status).toBe(1);
    expect(stderr).toBe('No task has a uuid that begins with "ffff".\n');
  });

  test("ends with 2 where it is used wrongly, and says how", async () => {
    for (const args of [["tree", "--depth", "x", ORDER], ["tree", "--nonsense"], ["nonsense"]]) {
      const { stderr, status } = await runClew(...args);
      expect(status).toBe(2);
      expect(stderr).toContain("--help");
    }
    const missing = await runClew("tree", join(folder, "nowhere.log"));
    expect(missing.status).toBe(2);
    expect(missing.stderr).toMatch(/^Cannot read .*there is no such file/);
  });

  test("tells its version", async () => {
    expect((await runClew("--version")).stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
  });

  test.each(["tree", "pretty"])("shows examples in the help of %s", async (command) => {
    const { stdout, status } = await runClew(command, "--help");
    expect(stdout).toContain(`$ clew ${command} app.log`);
    expect(status).toBe(0);
  });
});

describe("what a command prints", () => {
  const RAW = /[^\n\P{Cc}]|\p{Cf}|\p{Cs}|\p{Zl}|\p{Zp}/u;
  const text = fc.oneof(
    fc.string({ unit: "binary" }),
    fc.constantFrom("\x1b[2J", "\u009b31m", "a\nb\r\nc", "\u202etxt", "\u200b", "\ud800", "\u2028", "\x7f", "\0"),
  );
  const fields = fc.dictionary(text, fc.oneof(text, fc.jsonValue({ stringUnit: "binary" })), { maxKeys: 3 });
  const record = fc
    .record({
      uuid: fc.oneof(fc.constant("t1"), text),
      level: fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 1, maxLength: 4 }),
      type: text,
      kind: fc.constantFrom("message", "started", "succeeded", "failed"),
      timestamp: fc.double({ noNaN: true, noDefaultInfinity: true }),
      fields,
    })
    .map(({ uuid, level, type, kind, timestamp, fields: own }) => ({
      ...own,
      task_uuid: uuid,
      task_level: level,
      timestamp,
      ...(kind === "message" ? { message_type: type } : { action_type: type, action_status: kind }),
      ...(kind === "failed" && { exception: type, reason: type, traceback: `${type}\n    at ${type}` }),
    }));

  test.each([
    ["tree"],
    ["tree", "--width", "40"],
    ["tree", "-l", "0", "--levels", "--raw"],
    ["tree", "--filter", "not x=1"],
    ["find", "not x=1"],
    ["find", "--json", "not x=1"],
    ["pretty"],
    ["pretty", "-c"],
  ])("has no control character but line ends: clew %s %s %s", { timeout: 60_000 }, async (...args) => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.oneof(record, text), { minLength: 1, maxLength: 8 }), async (lines) => {
        const log = write("hostile\u202e.log", lines.map((line) => JSON.stringify(line)).join("\n"));
        const { stdout, stderr } = await runClew(...args.filter((arg) => arg !== undefined), log);
        expect(stdout + stderr).not.toMatch(RAW);
      }),
      { numRuns: 150 },
    );
  });
});
