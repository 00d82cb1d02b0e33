import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { logError, logMessage, withAction } from "../record/index.js";
import { captured, captureLog, keepFailedTests } from "./index.js";

let folder: string;
let summary: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "clew-failed-"));
  summary = join(folder, "summary.md");
  expect(keepFailedTests({ folder: join(folder, "failed"), summary })).toBe(true);
});
afterEach(() => rmSync(folder, { recursive: true }));

const kept = () => readdirSync(join(folder, "failed")).sort();
const textOf = (name: string | undefined) => readFileSync(join(folder, "failed", String(name)), "utf8");

const failing = () =>
  captureLog(() => {
    withAction("checkout", { order: 17 }, () => {
      throw new RangeError("no such order");
    });
  });

test("a failed body leaves its tree, its log and a section of the summary", () => {
  expect(failing).toThrow("no such order");
  const [log, tree] = kept();
  expect(log).toMatch(/^a-failed-body-leaves-its-tree-.*-[0-9a-f]{8}\.log$/);
  expect(textOf(tree)).toMatch(
    /^a failed body .*\nno such order\n\nWhat was logged:\n\n[\s\S]*✗ checkout {2}RangeError: no such order/,
  );
  const lines = textOf(log).trimEnd().split("\n");
  expect(lines.map((line) => JSON.parse(line).action_status)).toEqual(["started", "failed"]);
  const markdown = readFileSync(summary, "utf8");
  expect(markdown).toContain(
    "<summary>✗ a failed body leaves its tree, its log and a section of the summary</summary>",
  );
  expect(markdown).toMatch(/```text\nno such order\n\nWhat was logged:[\s\S]*✗ checkout/);
});

test("a test that fails again leaves what it logged last, and one that passes nothing", () => {
  captureLog(() => logMessage("fine"));
  expect(() => kept()).toThrow("ENOENT");
  expect(failing).toThrow();
  expect(failing).toThrow();
  expect(kept()).toHaveLength(2);
});

test("errors that were logged and not expected are a failure too", () => {
  expect(() => captureLog(() => logError(new TypeError("logged alone")))).toThrow();
  expect(textOf(kept()[1])).toContain("logged alone");
});

test("the name of a test of node:test is that of its context", async () => {
  const body = captured(() => Promise.reject(new Error("no")));
  await expect(Reflect.apply(body, undefined, [{ name: "pays", fullName: "shop > pays" }])).rejects.toThrow();
  expect(kept()[0]).toMatch(/^shop-pays-/);
});

test("a large tree is cut in the summary, and says what is in the file", () => {
  expect(() =>
    captureLog(() => {
      for (let i = 0; i < 500; i++) logMessage("step", { i, text: "x".repeat(5000) });
      throw new Error("at last");
    }),
  ).toThrow();
  const markdown = readFileSync(summary, "utf8");
  const [, left] = /… (\d+) more lines were left out; all of it is in .*\.txt$/m.exec(markdown) ?? [];
  expect(Number(left)).toBeGreaterThan(300);
  expect(markdown.length).toBeLessThan(200_000);
  expect(textOf(kept()[1]).match(/step/g)).toHaveLength(500);
});

test("a summary that is full says so once, and is left alone", () => {
  writeFileSync(summary, "x".repeat(899_900));
  expect(failing).toThrow();
  expect(failing).toThrow();
  const added = readFileSync(summary, "utf8").slice(899_900);
  expect(added.match(/More tests failed than have room here/g)).toHaveLength(1);
  expect(added).not.toContain("checkout");
});

test("no text of a log ends the block that it stands in, and no name is markup", async () => {
  const body = captured(() => {
    logMessage("hostile", { text: "````\n<img src=x>" });
    return Promise.reject(new Error("```\n# no heading"));
  });
  await expect(Reflect.apply(body, undefined, [{ name: "</summary><script>" }])).rejects.toThrow();
  const markdown = readFileSync(summary, "utf8");
  expect(markdown).toContain("<summary>✗ &lt;/summary&gt;&lt;script&gt;</summary>");
  const [, fence = "", inside = ""] = /^(`{3,})text\n([\s\S]*?)\n\1$/m.exec(markdown) ?? [];
  expect(inside).toContain("hostile");
  expect(inside).not.toContain(fence);
});

test("what cannot be written does not change how the test fails", () => {
  writeFileSync(join(folder, "taken"), "");
  keepFailedTests({ folder: join(folder, "taken"), summary });
  expect(failing).toThrow(/^no such order/);
});
