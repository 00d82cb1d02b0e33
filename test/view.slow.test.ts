import { execFileSync } from "node:child_process";
import { appendFileSync, copyFileSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { heardAfter, type OpenedView, ViewProcess } from "./view-process.js";

// Nothing here waits for a time: each step waits for what the one before it must bring about.

const root = fileURLToPath(new URL("..", import.meta.url));
const ORDER = join(root, "fixtures/clew/story/order.log");
const FAILED = "5c0ffee0-0000-4000-8000-000000000001";
const FINE = "5c0ffee0-0000-4000-8000-000000000003";

let folder: string;
let log: string;
const running: ViewProcess[] = [];
const opened: OpenedView[] = [];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "clew-view-test-"));
  log = join(folder, "app.log");
});
afterEach(async () => {
  for (const view of opened.splice(0)) view.close();
  for (const view of running.splice(0)) await view.end("SIGKILL");
  rmSync(folder, { recursive: true });
});

function start(...args: readonly string[]): ViewProcess {
  const view = new ViewProcess(args);
  running.push(view);
  return view;
}

async function open(view: ViewProcess) {
  const one = await view.open();
  opened.push(one);
  return one.source;
}

const clew = (...args: readonly string[]) =>
  JSON.parse(execFileSync(process.execPath, [join(root, "packages/cli/bin/clew.js"), ...args], { encoding: "utf8" }));

const line = (taskUuid: string) => `{"task_uuid":"${taskUuid}","task_level":[1],"timestamp":1,"message_type":"m"}\n`;

describe("clew view", () => {
  test("prints its address with the token as its first line, answers there, and ends cleanly", async () => {
    for (const signal of ["SIGINT", "SIGTERM"] as const) {
      const view = start(ORDER);
      expect(await view.address()).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/#token=[\w-]{43}$/);
      const source = await open(view);
      expect(await source.summary()).toMatchObject({ name: ORDER, tasks: 2, failedTasks: 1, live: true });
      expect(await view.end(signal)).toBe(0);
      expect(view.stderr).toBe("");
    }
  });

  test("answers the three questions as the commands do", async () => {
    const source = await open(start(ORDER));
    expect(await source.why()).toEqual(clew("why", "--json", ORDER));
    expect(await source.slow()).toEqual(clew("slow", "--json", ORDER));
    const compared = clew("diff", "--json", ORDER, "--task", FAILED, "--task", FINE);
    expect(await source.diff(FAILED, FINE)).toEqual(compared);
  });

  test("serves the page itself", async () => {
    const [base] = (await start(ORDER).address()).split("/#");
    const page = await (await fetch(`${base}/`)).text();
    expect(page).toContain("<!doctype html>");
    const [, script] = /src="([^"]+)"/.exec(page) ?? [];
    expect((await fetch(`${base}/${script}`)).headers.get("content-type")).toBe("text/javascript; charset=utf-8");
  });

  test("tells its pages of what is written to the log, and answers anew", async () => {
    copyFileSync(ORDER, log);
    const source = await open(start(log));
    const before = await source.why();
    const append = () => appendFileSync(log, line("new"));
    await heardAfter(source, append, (news) => news.kind === "grown" && news.taskUuids.includes("new"));
    expect((await source.tasks({}, { sort: "time", descending: false, offset: 0, limit: 5 })).total).toBe(3);
    appendFileSync(log, `{"task_uuid":oops\n`);
    while (JSON.stringify(await source.why()) === JSON.stringify(before));
    expect(await source.why()).toMatchObject({ lines_unused: 1 });
  });

  test("shows what comes from standard input, and leaves no file behind", async () => {
    const before = spools();
    const view = start("-");
    const source = await open(view);
    view.child.stdin.write(line("piped"));
    while ((await source.summary()).messages === 0);
    expect(await source.taskLines("piped")).toBe(line("piped"));
    expect((await source.summary()).name).toBe("standard input");
    expect(await view.end("SIGTERM")).toBe(0);
    expect(spools().filter((name) => !before.includes(name))).toEqual([]);
  });

  test("holds a large log in the store beside it, which answers the same", async () => {
    const count = 40_000;
    const long = "x".repeat(1000);
    for (let i = 0; i < count; i += 1000) {
      const lines = Array.from({ length: 1000 }, (_, j) => {
        const fields = { task_uuid: `task-${i + j}`, task_level: [1], timestamp: i + j, message_type: "m", long };
        return `${JSON.stringify(fields)}\n`;
      });
      appendFileSync(log, lines.join(""));
    }
    const source = await open(start(log));
    expect(await source.summary()).toMatchObject({ messages: count, tasks: count, live: true });
    expect(readdirSync(folder).filter((name) => name.startsWith("app.log."))).not.toEqual([]);
    const append = () => appendFileSync(log, line("new"));
    await heardAfter(source, append, (news) => news.kind === "grown" && news.taskUuids.includes("new"));
    expect(await source.taskLines("new")).toBe(line("new"));
  }, 60_000);

  test("tells recordings of scopes from logs by what is in them, and hands them to the page", async () => {
    const recording = join(folder, "whatever.log");
    copyFileSync(join(root, "fixtures/trio-vis/0.1.0/own-nested.json"), recording);
    const source = await open(start(ORDER, recording));
    const [one, ...others] = await source.recordings();
    expect([one?.name, others]).toEqual(["whatever.log", []]);
    expect(await source.recording(one?.id ?? "")).toContain("runRecords");
    expect((await source.summary()).messages).toBe(22);
  });

  test("ends with 2 for a file that is not there, a port that is taken, a host that others reach", async () => {
    const missing = start(join(folder, "nowhere.log"));
    expect([await missing.end(), missing.stdout]).toEqual([2, ""]);
    expect(missing.stderr).toMatch(/^Cannot read .*nowhere\.log": there is no such file; check the name\n$/);

    const taken = createServer().listen(0, "127.0.0.1");
    await new Promise((listening) => taken.once("listening", listening));
    const { port } = taken.address() as { port: number };
    const busy = start("--port", String(port), ORDER);
    expect([await busy.end(), busy.stdout]).toEqual([2, ""]);
    expect(busy.stderr).toBe(`Cannot listen on port ${port}: another program does; give another --port\n`);
    taken.close();

    const open = start("--host", "0.0.0.0", ORDER);
    expect([await open.end(), open.stdout]).toEqual([2, ""]);
    expect(open.stderr).toMatch(/^Cannot listen on "0\.0\.0\.0": others could reach it; set a token/);
  });

  test("listens for others where somebody chose a token for that", async () => {
    const token = "0123456789abcdef0123456789abcdef";
    const view = new ViewProcess(["--host", "0.0.0.0", ORDER], { CLEW_VIEW_TOKEN: token });
    running.push(view);
    expect(await view.address()).toMatch(new RegExp(`^http://0\\.0\\.0\\.0:\\d+/#token=${token}$`));
  });
});

function spools(): readonly string[] {
  return readdirSync(tmpdir()).filter((name) => /^clew-view-(?!test)/.test(name));
}
