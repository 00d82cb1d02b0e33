// Programs as a whole: signals and exit codes of main, threads whose output is through, processes that end with the program.

import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

const dist = pathToFileURL(fileURLToPath(new URL("../../packages/clew/dist/", import.meta.url))).href;
let folder = "";
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "clew-program-"));
});
afterAll(() => rmSync(folder, { recursive: true }));

let count = 0;
function start(code: string): ChildProcess {
  const file = join(folder, `program-${count++}.mjs`);
  const imports = `import * as scopes from "${dist}scope.node.js"; import * as workers from "${dist}worker.js"; import { toFile } from "${dist}index.node.js";\n`;
  writeFileSync(file, imports + code);
  return spawn(process.execPath, [file], { stdio: ["ignore", "pipe", "pipe"] });
}

/** Runs a program to its end; `when` is called with what it has printed so far. */
async function run(
  code: string,
  when: (printed: string, program: ChildProcess) => void = () => {},
): Promise<{ code: number | null; signal: string | null; printed: string; errors: string }> {
  const program = start(code);
  let printed = "";
  let errors = "";
  program.stdout?.on("data", (chunk) => {
    printed += String(chunk);
    when(printed, program);
  });
  program.stderr?.on("data", (chunk) => {
    errors += String(chunk);
  });
  return new Promise((resolve) => {
    program.on("close", (exitCode, signal) => resolve({ code: exitCode, signal, printed, errors }));
  });
}

/** Whether a process has ended; one that nobody has buried yet has. */
function hasEnded(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return / Z /.test(readFileSync(`/proc/${pid}/stat`, "utf8"));
  } catch {
    return true;
  }
}

async function ended(pid: number): Promise<void> {
  while (!hasEnded(pid)) await new Promise((resolve) => setImmediate(resolve));
}

describe("main(body)", { timeout: 60_000 }, () => {
  test("cancels the program by a signal, runs its finalizers, flushes its log, and ends with the signal's code", async () => {
    const log = join(folder, "main.log");
    const outcome = await run(
      `toFile(${JSON.stringify(log)}, { mode: "buffered" });
      await scopes.main({ name: "served", logged: true }, async (scope) => {
        scope.defer(() => console.log("closed"));
        setInterval(() => {}, 1000);
        console.log("ready");
        await scopes.sleepForever();
      });`,
      (printed, program) => {
        if (printed === "ready\n") program.kill("SIGTERM");
      },
    );
    expect(outcome).toMatchObject({ code: 143, printed: "ready\nclosed\n" });
    expect(readFileSync(log, "utf8")).toContain('"action_status":"failed"');
  });

  test("ends at once by a second signal", async () => {
    let signals = 0;
    const outcome = await run(
      `await scopes.main({ cancelTimeoutMs: 60_000 }, async (scope) => {
        scope.signal.addEventListener("abort", () => console.log("told"));
        setInterval(() => {}, 1000);
        console.log("ready");
        await new Promise(() => {});
      });`,
      (printed, program) => {
        if (printed === "ready\n" && signals === 0) program.kill("SIGINT");
        else if (printed.includes("told")) program.kill("SIGINT");
        signals++;
      },
    );
    expect(outcome).toMatchObject({ code: 130 });
  });

  test("prints a failure and ends with 1, and with 0 where all went well", async () => {
    const failed = await run(`await scopes.main(() => { throw new Error("no stock"); });`);
    expect(failed.code).toBe(1);
    expect(failed.errors).toContain("no stock");
    expect(await run(`console.log(await scopes.main(() => 42));`)).toMatchObject({ code: 0, printed: "42\n" });
  });
});

describe("a thread that has returned", { timeout: 60_000 }, () => {
  const lines = (text: string) => text.split("\n").filter((line) => line.startsWith("line")).length;
  const prints = `"data:text/javascript,export default () => { for (let i = 0; i < 200; i++) console.log('line', i); }"`;

  test("has all of its output through, alone and in a pool", async () => {
    const alone = await run(`await scopes.withScope((scope) => void workers.spawnWorker(scope, ${prints}));`);
    expect(lines(alone.printed)).toBe(200);
    const pooled = await run(`const pool = workers.createWorkerPool(1);
      await scopes.withScope((scope) => void pool.spawn(scope, ${prints}));
      await pool.close();`);
    expect(lines(pooled.printed)).toBe(200);
  });
});

describe.skipIf(process.platform === "win32")("a process", { timeout: 60_000 }, () => {
  const forever = `["-e", "setInterval(() => {}, 1000)"]`;

  test.each([
    ["process.exit", "process.exit(0)"],
    ["a crash", 'setImmediate(() => { throw new Error("crash"); })'],
    ["a signal", 'process.kill(process.pid, "SIGTERM")'],
  ])("ends with the program, by %s", async (_, how) => {
    const { printed } = await run(
      `await scopes.withScope(async (scope) => {
        console.log(workers.spawnProcess(scope, process.execPath, ${forever}).pid);
        setTimeout(() => { ${how}; }, 50);
        await scopes.sleepForever();
      });`,
    );
    await ended(Number(printed));
  });

  test("ends with all that it has started, where killTree says so", async () => {
    const { printed, code } = await run(
      `await scopes.withScope(async (scope) => {
        const child = workers.spawnProcess(scope, "sh", ["-c", "sleep 60 & echo $!; wait"], { killTree: true });
        for await (const line of child.lines()) {
          console.log(line);
          scope.cancel();
        }
      });`,
    );
    expect(code).toBe(0);
    await ended(Number(printed));
  });
});
