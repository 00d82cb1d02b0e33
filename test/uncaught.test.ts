import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { explainFailures } from "clew/explain";
import { parseStream } from "clew/parse";
import { afterEach, beforeEach, describe, expect, test } from "vitest";

const BUILT = pathToFileURL(join(import.meta.dirname, "../packages/clew/dist/index.node.js")).href;

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "clew-uncaught-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

/** Runs a program that logs to a file; gives its end and its lines. */
function run(code: string, mode = "buffered") {
  const program = `
    import { logMessage, logUncaught, toFile, withAction } from ${JSON.stringify(BUILT)};
    toFile("app.log", { mode: ${JSON.stringify(mode)} });
    ${code}`;
  const { status, stderr } = spawnSync(process.execPath, ["--input-type=module", "-e", program], {
    cwd: folder,
    encoding: "utf8",
  });
  const lines = readFileSync(join(folder, "app.log"), "utf8").trim().split("\n");
  const messages = lines.map((line) => JSON.parse(line));
  return {
    status,
    stderr,
    lines,
    messages,
    uncaught: messages.filter(({ message_type }) => message_type === "clew:uncaught"),
  };
}

const WAYS: Record<string, string> = {
  "an error in a timer": 'setTimeout(() => { throw new RangeError("disk is full"); }, 1)',
  "a rejection that nobody handles": 'setTimeout(async () => { throw new RangeError("disk is full"); }, 1)',
  "an error in a listener": 'process.nextTick(() => { throw new RangeError("disk is full"); })',
};

describe("what nobody catches", () => {
  for (const [way, code] of Object.entries(WAYS)) {
    test(`is in the action in which it was thrown, which ends by it: ${way}`, async () => {
      const { status, stderr, lines, messages, uncaught } = run(`
        await withAction("main", () => withAction("save", async () => {
          ${code};
          await new Promise((resolve) => setTimeout(resolve, 500));
        }));`);
      expect(status).toBe(1);
      expect(stderr).toContain("disk is full");
      expect(uncaught).toHaveLength(1);
      expect(uncaught[0]).toMatchObject({ exception: "RangeError", reason: "disk is full", task_level: [2, 2] });
      expect(uncaught[0].traceback).toContain("RangeError: disk is full");
      expect(messages.filter(({ clew_cut }) => clew_cut).map(({ action_type }) => action_type)).toEqual([
        "save",
        "main",
      ]);
      const { failures } = await explainFailures(parseStream(lines));
      expect(failures[0]?.origin).toMatchObject({ actionPath: ["main", "save"], reason: "disk is full" });
    });
  }

  test("is in the action that it failed, where it has come up through all of them", () => {
    const { messages, uncaught } = run(`
      await withAction("main", () => withAction("save", async () => { throw new Error("no"); }));`);
    expect(uncaught).toHaveLength(1);
    expect(uncaught[0].task_level.slice(0, -1)).toEqual([2]);
    expect(messages.filter(({ clew_cut }) => clew_cut)).toEqual([]);
  });

  test("cuts nothing where a handler lets the program go on", () => {
    const { status, messages, uncaught } = run(`
      process.on("uncaughtException", () => {});
      await withAction("main", async () => {
        setTimeout(() => { throw new Error("no"); }, 1);
        await new Promise((resolve) => setTimeout(resolve, 50));
      });`);
    expect(status).toBe(0);
    expect(uncaught).toHaveLength(1);
    expect(messages.at(-1)).toMatchObject({ action_type: "main", action_status: "succeeded" });
  });

  test("is left out where it is switched off", () => {
    const { status, uncaught } = run(
      'logUncaught(false); setTimeout(() => { throw new Error("no"); }, 1);logMessage("m")',
    );
    expect(status).toBe(1);
    expect(uncaught).toEqual([]);
  });
});
