import { spawn } from "node:child_process";
import { readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, describe, expect, test } from "vitest";

const path = join(tmpdir(), `clew-sampling-at-exit-${process.pid}.log`);

afterEach(() => rmSync(path, { force: true }));

/** Runs a program that has opened a task and logged in it, and gives how it ended and what it wrote. */
async function run(options: string, end: string) {
  const program = `
    import { logMessage, startTask, toFile, withTask } from "clew";
    toFile(${JSON.stringify(path)}, { sample: { share: 0 }, ${options} });
    withTask("good", () => {});
    const task = startTask("open");
    task.log("step");
    ${end}`;
  const child = spawn(process.execPath, ["--input-type=module", "-e", program], { stdio: "ignore" });
  const ended = await new Promise((resolve) => child.once("exit", (code, signal) => resolve(signal ?? code)));
  const messages = readFileSync(path, "utf8")
    .split("\n")
    .slice(0, -1)
    .map((line) => JSON.parse(line) as Record<string, unknown>);
  return { ended, told: messages.map((message) => message.message_type ?? message.action_status), messages };
}

describe.each(['mode: "sync"', 'mode: "buffered"'])("toFile(path, { sample, %s }) writes what is undecided", (mode) => {
  test.each<[string, string, unknown]>([
    ["where the program has nothing more to do", "", 0],
    ["at process.exit()", "process.exit(3);", 3],
    ["at an error that nobody catches", "setImmediate(() => { throw new Error('no'); });", 1],
    ["at a promise that nobody handles", "Promise.reject(new Error('no'));", 1],
    ["at SIGTERM", "process.kill(process.pid, 'SIGTERM'); setInterval(() => {}, 1000);", "SIGTERM"],
  ])("%s", async (_when, end, code) => {
    const { ended, told, messages } = await run(mode, end);
    expect(ended).toBe(code);
    // What ends the program is a task of its own.
    expect(told.filter((type) => type !== "clew:uncaught")).toEqual(["started", "step", "clew:ledger"]);
    expect(messages.at(-1)).toMatchObject({ sampled_out: 2, tasks_sampled_out: 1 });
  });

  test("at a signal that the program listens to, and goes on to sample", async () => {
    const end = `
      process.once("SIGTERM", async () => {
        await new Promise((resolve) => setTimeout(resolve));
        withTask("good", () => {});
        withTask("after", () => logMessage("step"));
        task.log("said after the signal");
        process.exit(0);
      });
      process.kill(process.pid, "SIGTERM");
      setInterval(() => {}, 1000);`;
    const { told } = await run(mode, end);
    expect(told).toEqual(["started", "step", "clew:ledger", "said after the signal", "clew:ledger"]);
  });

  test("and what is logged in an exit hook, which nothing is held back of", async () => {
    const { told } = await run(mode, `process.on("exit", () => { withTask("last", () => logMessage("words")); });`);
    expect(told).toEqual(["started", "step", "clew:ledger", "started", "words", "succeeded"]);
  });
});
