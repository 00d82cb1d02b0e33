import { type ChildProcessByStdio, spawn } from "node:child_process";
import { once } from "node:events";
import { appendFileSync, mkdtempSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Readable, Writable } from "node:stream";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, describe, expect, test } from "vitest";

// `clew tail` as it is installed, on logs that another process writes. Nothing here waits for a time: each step waits for
// what the one before it must bring about.

const clew = fileURLToPath(new URL("../packages/cli/bin/clew.js", import.meta.url));
const library = new URL("../packages/clew/dist/index.node.js", import.meta.url).href;

type Child = ChildProcessByStdio<Writable, Readable, Readable>;

/** A process of which the output is waited for. */
class Run {
  readonly child: Child;
  stdout = "";
  stderr = "";
  #check: () => void = () => {};

  constructor(args: readonly string[]) {
    const env = { ...process.env, XDG_CONFIG_HOME: "/nowhere", NO_COLOR: "1" };
    this.child = spawn(process.execPath, args, { stdio: ["pipe", "pipe", "pipe"], env });
    for (const name of ["stdout", "stderr"] as const) {
      this.child[name].on("data", (chunk) => {
        this[name] += String(chunk);
        this.#check();
      });
    }
  }

  /** Waits until the output has all these texts. */
  async has(...texts: readonly string[]): Promise<void> {
    await new Promise<void>((resolve) => {
      this.#check = () => {
        if (texts.every((text) => this.stdout.includes(text) || this.stderr.includes(text))) resolve();
      };
      this.#check();
    });
  }

  async end(signal?: NodeJS.Signals): Promise<number | null> {
    const closed = once(this.child, "close");
    if (signal !== undefined) this.child.kill(signal);
    return (await closed)[0];
  }
}

let folder: string;
let log: string;
let runs: Run[];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "clew-tail-"));
  log = join(folder, "app.log");
  runs = [];
});
afterEach(() => {
  for (const { child } of runs) child.kill("SIGKILL");
  rmSync(folder, { recursive: true });
});

function run(...args: readonly string[]): Run {
  const started = new Run(args);
  runs.push(started);
  return started;
}

/** A program that logs to a file, and moves it away and opens a new one, as it is told on its standard input. */
function writer(): Run {
  const program = `
    import { renameSync } from "node:fs";
    import { createInterface } from "node:readline";
    import { startTask, toFile, removeDestination } from ${JSON.stringify(library)};
    let file = toFile(${JSON.stringify(log)});
    const task = startTask("serve", { port: 80 });
    console.log("ready");
    for await (const line of createInterface({ input: process.stdin })) {
      const [word, name] = line.split(" ");
      if (word === "log") task.log(name);
      if (word === "rename") renameSync(${JSON.stringify(log)}, ${JSON.stringify(log)} + ".1");
      if (word === "reopen") { await removeDestination(file); file = toFile(${JSON.stringify(log)}); }
      if (word === "finish") task.finish();
    }`;
  return run("--input-type=module", "--eval", program);
}

const record = (uuid: string, level: number[], fields: object) =>
  `${JSON.stringify({ task_uuid: uuid, task_level: level, timestamp: 1, ...fields })}\n`;
const begins = (uuid: string, type: string) => record(uuid, [1], { action_type: type, action_status: "started" });
const ends = (uuid: string, type: string, status = "succeeded") =>
  record(uuid, [3], { action_type: type, action_status: status });
const says = (uuid: string, type: string) => record(uuid, [2], { message_type: type });

const shapes = (text: string) => text.split("\n").map((line) => line.slice(34).trimEnd());

describe("clew tail", { timeout: 120_000 }, () => {
  test("draws a tree while another process writes it, over a rotation, and ends with 0 on SIGINT", async () => {
    const tail = run(clew, "tail", log);
    await tail.has("waiting for it");
    const program = writer();
    await tail.has("┌ serve  port=80");
    program.child.stdin.write("log one\nrename\nlog two\n");
    await tail.has("· one", "· two");
    program.child.stdin.write("reopen\nlog three\nfinish\n");
    await tail.has("└ ✓ serve");
    program.child.stdin.end();
    expect(await tail.end("SIGINT")).toBe(0);
    expect(shapes(tail.stdout)).toEqual(["┌ serve  port=80", "│ · one", "│ · two", "│ · three", "└ ✓ serve", ""]);
  });

  test("knows what was open when it began, and draws it when something happens in it", async () => {
    writeFileSync(log, begins("t", "order") + begins("u", "other"));
    const tail = run(clew, "tail", "-n", "1", log);
    await tail.has("┌ other");
    appendFileSync(log, says("t", "paid"));
    await tail.has("· paid");
    expect(await tail.end("SIGTERM")).toBe(0);
    expect(shapes(tail.stdout)).toEqual(["┌ other", "┌ order", "│ · paid", ""]);
  });

  test("shows a task once it has failed, with what led to it", async () => {
    const tail = run(clew, "tail", "--failed", "-");
    tail.child.stdin.write(begins("t", "good") + begins("u", "bad") + says("u", "hint") + ends("t", "good"));
    tail.child.stdin.end(ends("u", "bad", "failed"));
    expect(await tail.end()).toBe(0);
    expect(shapes(tail.stdout)).toEqual(["┌ bad", "│ · hint", "└ ✗ bad  failed, without a reason", ""]);
  });

  test("shows what fits a filter, with the actions above it", async () => {
    const tail = run(clew, "tail", "--filter", "type=paid", "--task", "t", "-");
    tail.child.stdin.end(begins("t", "order") + begins("u", "x") + says("u", "paid") + says("t", "paid"));
    expect(await tail.end()).toBe(0);
    expect(shapes(tail.stdout)).toEqual(["┌ order", "│ · paid", ""]);
  });

  test("gives whole trees as JSON, as soon as they are complete and the log is quiet", async () => {
    writeFileSync(log, "");
    const tail = run(clew, "tail", "--json", log);
    appendFileSync(log, begins("t", "order") + begins("u", "never") + says("t", "paid") + ends("t", "order"));
    await tail.has('"task_uuid":"t","complete":true');
    expect(tail.stdout).not.toContain('"u"');
    expect(await tail.end("SIGINT")).toBe(0);
    const trees = tail.stdout
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line));
    expect(trees.map((tree) => [tree.task_uuid, tree.complete])).toEqual([
      ["t", true],
      ["u", false],
    ]);
  });

  test("says at the end of standard input that lines could not be used, with status 1", async () => {
    const tail = run(clew, "tail");
    tail.child.stdin.end(`{"task_uuid":oops\n${says("t", "m")}`);
    expect(await tail.end()).toBe(1);
    expect(tail.stderr).toContain("standard input:1: not JSON");
    expect(tail.stdout).toContain("· m");
  });

  test("ends quietly when its reader goes", async () => {
    writeFileSync(log, begins("t", "order"));
    const tail = run(clew, "tail", log);
    await tail.has("┌ order");
    tail.child.stdout.destroy();
    const closed = once(tail.child, "exit");
    appendFileSync(log, says("t", "paid"));
    renameSync(log, `${log}.1`);
    expect((await closed)[0]).toBe(0);
    expect(tail.stderr).toBe("");
  });
});
