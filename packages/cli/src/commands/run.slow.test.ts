import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { afterAll, describe, expect, test } from "vitest";

const main = fileURLToPath(new URL("../../dist/main.js", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "clew run "));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

writeFileSync(
  join(folder, "app.mjs"),
  `import { createServer } from "node:http";
   const server = createServer((_request, response) => response.end("hello")).listen(0, "127.0.0.1", async () => {
     await (await fetch("http://127.0.0.1:" + server.address().port + "/a?token=secret")).text();
     server.close();
     process.exitCode = Number(process.argv[2] ?? 0);
   });`,
);
writeFileSync(join(folder, "wait.mjs"), `setInterval(() => {}, 1000); console.log("up");`);

/** Not in the environment of the tests, which may have settings of its own. */
const env = { PATH: process.env.PATH, HOME: process.env.HOME };
const run = (...args: string[]) =>
  promisify(execFile)(process.execPath, [main, "run", ...args], { cwd: folder, env }).then(
    ({ stderr }) => ({ code: 0, stderr }),
    ({ code, stderr }: { code: number; stderr: string }) => ({ code, stderr }),
  );

describe("clew run -- node app.mjs", () => {
  test("logs a program that knows nothing of it, also in a folder with a space", { timeout: 30_000 }, async () => {
    const { code, stderr } = await run("--file", "my app.log", "--", "node", "app.mjs");
    expect({ code, stderr }).toEqual({ code: 0, stderr: "the log is my app.log\n" });
    const lines = readFileSync(join(folder, "my app.log"), "utf8")
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line));
    expect(lines.map(({ action_type, action_status }) => `${action_type} ${action_status}`).sort()).toEqual([
      "http.call started",
      "http.call succeeded",
      "http.request started",
      "http.request succeeded",
    ]);
    expect(new Set(lines.map(({ task_uuid }) => task_uuid)).size).toBe(1);
    expect(JSON.stringify(lines)).not.toContain("secret");
  });

  test("passes the exit code on, and what is to be logged", { timeout: 30_000 }, async () => {
    const { code } = await run("--file", "none.log", "--only", "pg", "--", "node", "app.mjs", "7");
    expect(code).toBe(7);
    expect(readFileSync(join(folder, "none.log"), "utf8")).toBe("");
  });

  test("passes a signal on, and ends as the program did", { timeout: 30_000 }, async () => {
    const child = spawn(process.execPath, [main, "run", "--file", "s.log", "--", "node", "wait.mjs"], {
      cwd: folder,
      env,
    });
    await once(child.stdout, "data");
    child.kill("SIGTERM");
    expect(await once(child, "exit")).toEqual([143, null]);
  });

  test("leaves npm itself alone", { timeout: 30_000 }, async () => {
    const { code } = await run("--file", "npm.log", "--", "npm", "--version");
    expect(code).toBe(0);
    expect(existsSync(join(folder, "npm.log"))).toBe(false);
  });

  test("says what cannot be run", { timeout: 30_000 }, async () => {
    const { code, stderr } = await run("--file", "x.log", "--", "no-such-program");
    expect(code).toBe(127);
    expect(stderr).toContain("cannot run no-such-program");
  });
});
