import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, describe, expect, test } from "vitest";
import { addDestination, close, configureFromEnv, logMessage, type Message, removeDestination } from "../index.node.js";
import { hub } from "../record/index.js";
import { withScope } from "../scope/index.js";

const folder = mkdtempSync(join(tmpdir(), "clew-env-"));
const file = join(folder, "shop.log");

afterEach(async () => {
  await close();
  hub.isOff = false;
  hub.spawnSites = false;
  rmSync(file, { force: true });
});

describe("configureFromEnv()", () => {
  test("opens the file that CLEW_FILE names, in the mode that CLEW_MODE names", async () => {
    configureFromEnv({ CLEW_FILE: file, CLEW_MODE: "buffered" });
    logMessage("started");
    expect(readFileSync(file, "utf8")).toBe("");
    await close();
    expect(readFileSync(file, "utf8")).toContain('"message_type":"started"');
  });

  test("does nothing without its variables", () => {
    configureFromEnv({ CLEW_FILE: "", CLEW_MODE: "" });
    expect(hub.outlets.size).toBe(0);
  });

  test("switches logging off with CLEW_OFF, whatever the program adds", () => {
    const messages: Message[] = [];
    configureFromEnv({ CLEW_OFF: "1", CLEW_FILE: file });
    addDestination((message) => messages.push(message));
    logMessage("unheard");
    expect(messages).toEqual([]);
  });

  test.each([
    { CLEW_SPAWN_SITES: "1", remembers: true },
    { CLEW_SPAWN_SITES: "true", CLEW_OFF: "1", remembers: true },
    { CLEW_SPAWN_SITES: "0", remembers: false },
    { CLEW_SPAWN_SITES: "", remembers: false },
  ])("lets children remember the line that spawned them, or not: %o", async ({ remembers, ...env }) => {
    configureFromEnv(env);
    const error = await withScope({ cancelTimeoutMs: 1 }, (scope) => {
      scope.spawn(() => new Promise(() => {}), { name: "deaf" });
      scope.cancel();
    }).catch((thrown: unknown) => thrown);
    expect(String(error)).toMatch(remembers ? /spawned at .*configure-from-env\.test\.ts:\d+/ : /spawned in the scope/);
  });

  test.each([
    { CLEW_LOG_ALL_TASKS: "1", types: ["lonely", "lonely"] },
    { CLEW_LOG_ALL_TASKS: "0", types: [] },
  ])("logs scopes outside of every action, or not: %o", async ({ types, ...env }) => {
    const before = hub.allTasksLogged;
    const messages: Message[] = [];
    const keep = (message: Message) => messages.push(message);
    addDestination(keep);
    configureFromEnv(env);
    await withScope({ name: "lonely" }, () => {});
    hub.allTasksLogged = before;
    await removeDestination(keep);
    expect(messages.map(({ action_type }) => action_type)).toEqual(types);
  });

  test.each([{ CLEW_OFF: "maybe" }, { CLEW_SPAWN_SITES: "all" }, { CLEW_FILE: "x.log", CLEW_MODE: "fast" }])(
    "refuses %o",
    (env) => {
      expect(() => configureFromEnv(env)).toThrow(/^Cannot read CLEW_/);
    },
  );

  test.each([{ CLEW_MODE: "fast", CLEW_FILE: "-" }, { CLEW_MONITOR: "/no/such/folder/x.sock" }])(
    "is warned of %o by clew/auto, which ends no program",
    { timeout: 60_000 },
    (env) => {
      // The thread of a monitor fails later than the import.
      const program = `import "clew/auto";
      const patience = setTimeout(() => {}, 20_000);
      process.once("warning", () => { console.log("goes on"); clearTimeout(patience); });`;
      const { status, stdout, stderr } = spawnSync(process.execPath, ["--input-type=module", "-e", program], {
        encoding: "utf8",
        env: { ...process.env, ...env },
        cwd: import.meta.dirname ?? process.cwd(),
      });
      expect({ status, stdout }).toEqual({ status: 0, stdout: "goes on\n" });
      expect(stderr).toMatch(/\[CLEW_(AUTO|CANNOT_LISTEN)\] ClewWarning: Cannot /);
    },
  );

  test("is what clew/auto calls, and no other import", () => {
    const run = (program: string): string =>
      execFileSync(process.execPath, ["--input-type=module", "-e", program], {
        encoding: "utf8",
        env: { ...process.env, CLEW_FILE: "-" },
        cwd: import.meta.dirname ?? process.cwd(),
      });
    expect(run('await import("clew/auto"); (await import("clew")).logMessage("heard");')).toContain("heard");
    expect(run('(await import("clew")).logMessage("unheard");')).toBe("");
  });
});
