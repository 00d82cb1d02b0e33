import { existsSync, mkdtempSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { addDestination, close, type Message, withAction } from "clew";
import { Cancelled, type Scope, TimeoutError, withScope } from "clew/scope";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { ProcessError, type SpawnProcessOptions, spawnProcess } from "../../packages/clew/dist/worker.js";

let messages: Message[] = [];
beforeEach(() => {
  messages = [];
  addDestination((message) => messages.push(message));
});
afterEach(() => close());

const node = (scope: Scope, script: string, options?: SpawnProcessOptions) =>
  spawnProcess(scope, process.execPath, ["-e", script], options);

describe("spawnProcess(scope, command, args)", () => {
  test("gives what the command wrote, and is given its input", async () => {
    await withScope(async (scope) => {
      const script = `process.stdin.on("data", (chunk) => { process.stdout.write(String(chunk).toUpperCase()); console.error("done"); })`;
      expect(await node(scope, script, { input: "hello" })).toEqual({
        stdout: "HELLO",
        stderr: "done\n",
        bytesDropped: 0,
      });
    });
  });

  test("fails with the exit code and the last words, or where the command is not there", async () => {
    await withScope(async (scope) => {
      const failed = await node(scope, `console.error("no such order"); process.exit(3)`).result.catch(
        (error: unknown) => error,
      );
      expect(failed).toBeInstanceOf(ProcessError);
      expect(failed).toMatchObject({
        exitCode: 3,
        endedBy: undefined,
        message: expect.stringMatching(/ended with exit code 3; at last it said: no such order$/),
      });
      await expect(spawnProcess(scope, "no-such-command").result).rejects.toMatchObject({
        code: "CLEW_PROCESS",
        message: expect.stringMatching(/^The process no-such-command could not be started: .*ENOENT/),
      });
      await expect(node(scope, `process.kill(process.pid, "SIGKILL")`).result).rejects.toMatchObject({
        endedBy: "SIGKILL",
        message: expect.stringContaining("was ended by SIGKILL; it wrote nothing to standard error"),
      });
    });
  });

  test("keeps the end of what is too much, and says how much it did not", async () => {
    await withScope(async (scope) => {
      const { stdout, bytesDropped } = await node(scope, `process.stdout.write("x".repeat(99_990) + "0123456789")`, {
        maxOutputBytes: 10,
      });
      expect(stdout).toBe("0123456789");
      expect(bytesDropped).toBe(99_990);
    });
  });

  test("is told to end by SIGTERM when it is cancelled", async () => {
    const program = withScope({ timeoutMs: 300 }, (scope) => {
      node(scope, "setInterval(() => {}, 1000)");
    });
    await expect(program).rejects.toThrow(TimeoutError);
  });

  test("is killed where it ignores that, and the log says so", async () => {
    await withAction("main", () =>
      withScope(async (scope) => {
        // It ignores the signal once its script runs, and says so by a file.
        const folder = mkdtempSync(join(tmpdir(), "clew-process-"));
        const ready = join(folder, "ready");
        const script = `process.on("SIGTERM", () => {}); setInterval(() => {}, 1000); require("node:fs").writeFileSync(${JSON.stringify(ready)}, "")`;
        const child = node(scope, script, { name: "deaf", killAfterMs: 30 });
        while (!existsSync(ready)) await new Promise((resolve) => setImmediate(resolve));
        child.cancel();
        await expect(child.result).rejects.toThrow(Cancelled);
        rmSync(folder, { recursive: true });
      }),
    );
    expect(messages.find(({ message_type }) => message_type === "clew:terminated")).toMatchObject({
      pid: expect.any(Number),
      reason: "it went on for 30 ms after its SIGTERM; it was sent SIGKILL",
    });
  });

  test("is never killed where that is to wait without end", async () => {
    for (const killAfterMs of [Number.POSITIVE_INFINITY, 2 ** 31]) {
      await withScope(async (scope) => {
        const script = `process.on("SIGTERM", () => console.log("told"));
          process.stdin.on("data", () => {}).on("end", () => console.log("saved"));
          process.stdin.once("end", () => process.exit(0));
          console.log("ready")`;
        const child = node(scope, script, { stdin: "pipe", killAfterMs });
        for await (const line of child.lines()) {
          if (line === "ready") child.cancel();
          if (line === "told") child.endInput();
        }
        expect((await child.result).stdout).toBe("ready\ntold\nsaved\n");
      });
    }
  });

  test("fails as a process does where what it is given is too long, or nothing that a system takes", async () => {
    await withScope(async (scope) => {
      for (const argument of ["x".repeat(4_000_000), "a null \0 byte"]) {
        const failed: unknown = await spawnProcess(scope, process.execPath, ["-e", "", argument]).result.catch(
          (error: unknown) => error,
        );
        expect(failed).toBeInstanceOf(ProcessError);
        expect(String(failed)).toMatch(/could not be started/);
        expect(String(failed).length).toBeLessThan(500);
      }
    });
  });

  test("finds its place in the tree in CLEW_TASK_ID, where the child is logged", async () => {
    await withAction("main", () =>
      withScope({ name: "scope" }, async (scope) => {
        const { stdout } = await node(scope, "console.log(process.env.CLEW_TASK_ID)", { name: "tool" });
        expect(stdout.trim()).toMatch(/^[0-9a-f-]{36}@\/2\/2\/2$/);
      }),
    );
    expect(messages.find(({ clew_handed_out }) => clew_handed_out !== undefined)).toMatchObject({
      clew_handed_out: [2],
    });
  });

  test("is not waited for longer than it lives, though its own children keep its pipes", async () => {
    await withScope(async (scope) => {
      const script = `require("node:child_process").spawn(process.execPath, ["-e", "setTimeout(() => {}, 3000)"], { stdio: "inherit" }); console.log("left"); process.exit(0)`;
      const began = performance.now();
      expect((await node(scope, script)).stdout).toBe("left\n");
      expect(performance.now() - began).toBeLessThan(2_900);
    });
  });

  test("runs in the folder that is named, and says where that is not there", async () => {
    await withScope(async (scope) => {
      const folder = realpathSync(mkdtempSync(join(tmpdir(), "clew-cwd-")));
      expect((await node(scope, "console.log(process.cwd())", { cwd: folder })).stdout).toBe(`${folder}\n`);
      rmSync(folder, { recursive: true });
      await expect(node(scope, "", { cwd: folder }).result).rejects.toThrow(
        `could not be started: its folder ${folder} is not there`,
      );
      await expect(node(scope, "\0").result).rejects.toThrow(ProcessError);
    });
  });

  test("refuses bounds that are none, and keeps nothing where it is told to", async () => {
    await withScope(async (scope) => {
      for (const maxOutputBytes of [-1, Number.NaN]) {
        expect(() => node(scope, "", { maxOutputBytes })).toThrow(RangeError);
      }
      expect(() => node(scope, "", { killAfterMs: -1 })).toThrow(RangeError);
      expect(await node(scope, `process.stdout.write("12345")`, { maxOutputBytes: 0 })).toEqual({
        stdout: "",
        stderr: "",
        bytesDropped: 5,
      });
    });
  });

  test("is written to while it runs, and handed on from one to another", async () => {
    const upper = `process.stdin.on("data", (chunk) => process.stdout.write(String(chunk).toUpperCase()))`;
    await withScope(async (scope) => {
      const first = node(scope, "process.stdin.pipe(process.stdout)", { stdin: "pipe" });
      const second = first.pipeTo(node(scope, upper, { stdin: "pipe" }));
      await first.write("ann\n");
      await first.write(Buffer.from("bob"));
      first.endInput();
      expect((await second).stdout).toBe("ANN\nBOB");
      expect((await first).stdout).toBe("ann\nbob");
    });
  });

  test("ends where what it is handed on to has had enough, and has not failed by that", async () => {
    await withScope(async (scope) => {
      const endless = spawnProcess(scope, "yes");
      const first = endless.pipeTo(spawnProcess(scope, "head", ["-n", "2"], { stdin: "pipe" }));
      expect((await first).stdout).toBe("y\ny\n");
      expect((await endless).stdout).toContain("y\n");
    });
  });

  test("is cancelled with what it is handed on to, whichever of the two ends first", async () => {
    const states = await withScope(async (scope) => {
      const endless = spawnProcess(scope, "yes");
      const reading = endless.pipeTo(node(scope, "process.stdin.resume()", { stdin: "pipe" }));
      for await (const _ of endless.lines()) break;
      scope.cancel();
      return () => [endless.state, reading.state];
    });
    expect(states?.()).toEqual(["cancelled", "cancelled"]);
  });

  test("gives lines of either stream while they come, and refuses what it was not started for", async () => {
    await withScope(async (scope) => {
      const script = `console.error("one\\r"); process.stderr.write("two"); console.log("other")`;
      const lines: string[] = [];
      for await (const line of node(scope, script).lines("stderr")) lines.push(line);
      expect(lines).toEqual(["one", "two"]);
      const silent = node(scope, "", { stdout: "ignore" });
      expect(() => silent.lines()).toThrow(`start it with stdout: "capture"`);
      expect(() => silent.write("x")).toThrow('stdin: "pipe"');
      expect(() => silent.endInput()).toThrow('stdin: "pipe"');
      expect(() => silent.pipeTo(node(scope, "", { stdin: "pipe" }))).toThrow('stdout: "capture"');
    });
  });

  test("has not failed where it says that it was stopped, and has where it says anything else", async () => {
    const cancelled = (code: number) =>
      withScope(async (scope) => {
        const child = node(
          scope,
          `process.on("SIGTERM", () => process.exit(${code})); console.log("ready"); setInterval(() => {}, 1000)`,
        );
        for await (const _ of child.lines()) scope.cancel();
      });
    await expect(cancelled(143)).resolves.toBeUndefined();
    await expect(cancelled(3)).rejects.toThrow("ended with exit code 3");
  });

  test("has all of its output read, though the program was busy when it ended", async () => {
    await withScope(async (scope) => {
      const child = node(scope, `process.stdout.write("x".repeat(60_000))`);
      // A loop that is blocked again and again, for longer than pipes are waited for.
      for (let i = 0; i < 3; i++) {
        await new Promise((resolve) => setTimeout(resolve, 10));
        for (const until = performance.now() + 300; performance.now() < until; );
      }
      expect((await child).stdout.length).toBe(60_000);
    });
  });
});
