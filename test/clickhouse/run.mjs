// npm run test:clickhouse: a real server answers every question as memory and the store beside a log do, and takes what
// `clew ship` sends, whoever is killed meanwhile. The server is Debian's package, which is installed where it is not there;
// CLEW_TEST_CLICKHOUSE=clickhouse://host:port tries another one that runs already. Then the same questions are asked of the
// engine of a newer server, which npm has as a library. With --quick fewer logs and kills, for CI.
import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { freePorts, Node, serverProgram } from "./server.mjs";

const isQuick = process.argv.includes("--quick");
const CHDB = fileURLToPath(new URL("chdb/", import.meta.url));
const SAME = "test/clickhouse/same-answers";
/** Of the logs of the questions those that have most in them, where there is little time. */
const SOME_LOGS = ["-t", "typed-fields|beginnings|others send|as it comes"];

/** Runs the tests of a server, and keeps that one of them failed. @param {string} address @param {readonly string[]} which */
function testAt(address, which) {
  const { status } = spawnSync(
    process.execPath,
    ["node_modules/vitest/vitest.mjs", "run", "--config", "vitest.slow.config.ts", ...which],
    {
      stdio: "inherit",
      env: { ...process.env, CLEW_TEST_CLICKHOUSE: address, ...(isQuick && { CLEW_TEST_QUICK: "1" }) },
    },
  );
  if (status !== 0) process.exitCode = status ?? 1;
}

async function testServer() {
  const program = serverProgram();
  if (program === undefined) {
    console.log("Not run: there is no clickhouse-server here, and it cannot be installed.");
    if (process.env.CI !== undefined) process.exitCode = 1;
    return;
  }
  const [http = 0, tcp = 0, interserver = 0] = await freePorts(3);
  const node = new Node(program, { http, tcp, interserver });
  try {
    await node.start();
    const address = `clickhouse://127.0.0.1:${http}`;
    if (!isQuick) testAt(address, ["test/clickhouse"]);
    else {
      testAt(address, [SAME, ...SOME_LOGS]);
      testAt(address, ["test/clickhouse", `--exclude=${SAME}*`]);
    }
  } finally {
    await node.end();
  }
}

/** The library has no users and one connection: it is asked the questions and followed, and nothing is killed. */
async function testLibrary() {
  if (!existsSync(join(CHDB, "node_modules/chdb"))) {
    console.log("Installing the library of test/clickhouse/chdb/package-lock.json ...");
    // Not `npm ci`: it refuses a lockfile without the optional packages of other platforms.
    const { status, stderr } = spawnSync(
      "npm",
      ["install", "--no-save", "--ignore-scripts", "--no-fund", "--no-audit"],
      {
        cwd: CHDB,
        encoding: "utf8",
      },
    );
    if (status !== 0) {
      console.log(`Not run: chdb cannot be installed here: ${stderr}`);
      if (process.env.CI !== undefined) process.exitCode = 1;
      return;
    }
  }
  const folder = mkdtempSync(join(tmpdir(), "clew-chdb-"));
  const engine = spawn(process.execPath, [join(CHDB, "serve.mjs"), folder], { stdio: ["ignore", "pipe", "inherit"] });
  const ended = once(engine, "exit");
  try {
    const [port] = await Promise.race([
      once(createInterface({ input: engine.stdout }), "line"),
      ended.then(() => Promise.reject(new Error("the library did not start"))),
    ]);
    testAt(`clickhouse://127.0.0.1:${port}`, [SAME, "test/clickhouse/tail", ...(isQuick ? SOME_LOGS : [])]);
  } finally {
    engine.kill("SIGKILL");
    await ended;
    rmSync(folder, { recursive: true, force: true });
  }
}

if (process.env.CLEW_TEST_CLICKHOUSE !== undefined) testAt(process.env.CLEW_TEST_CLICKHOUSE, ["test/clickhouse"]);
else {
  await testServer();
  await testLibrary();
}
