// Rows I: what a service pays for being logged: bare, wired by hand with a bridge and an action around each command, by
// clew/auto, and by OpenTelemetry's instrumentation, whose spans go to a file. The CPU time is that of the service alone.

import { fork, spawnSync } from "node:child_process";
import { once } from "node:events";
import { Agent, get } from "node:http";
import { fileURLToPath } from "node:url";
import { startServers } from "../../test/web/servers.mjs";

const MODES = ["bare", "by-hand", "auto", "otel"];
const AT_ONCE = 20;
/** So many requests are asked before those that are measured. */
const BEFORE = 600;

const place = (/** @type {string} */ name) => fileURLToPath(new URL(`../services/${name}`, import.meta.url));

/** @param {string} mode @param {string} folder */
function settingsOf(mode, folder) {
  const file = `${folder}.${mode}.log`;
  const env = { ...process.env, CLEW_FILE: file, CLEW_MODE: "buffered", OTLP_FILE: file };
  return { env, execArgv: mode === "auto" ? ["--import", "clew/auto"] : [] };
}

/** @param {string} mode @returns {(times: number, folder: string) => Promise<{ milliseconds: number }>} */
const answering = (mode) => async (times, folder) => {
  const servers = await startServers(["redis"]);
  if (servers.ports.redis === undefined) throw new Error("row I1 needs redis-server: apt-get install redis-server");
  const { env, execArgv } = settingsOf(mode, folder);
  const child = fork(place("app.mjs"), [mode], { execArgv, env: { ...env, REDIS_PORT: String(servers.ports.redis) } });
  try {
    const [{ port }] = await once(child, "message");
    await ask(port, BEFORE);
    const before = await cpuOf(child);
    await ask(port, times);
    return { milliseconds: ((await cpuOf(child)) - before) / 1000 };
  } finally {
    child.kill();
    await servers.stop();
  }
};

/** @param {import("node:child_process").ChildProcess} child @returns {Promise<number>} */
async function cpuOf(child) {
  child.send("cpu");
  const [{ cpu }] = await once(child, "message");
  return cpu;
}

/** @param {number} port @param {number} times */
async function ask(port, times) {
  const agent = new Agent({ keepAlive: true, maxSockets: AT_ONCE });
  let next = 0;
  const client = async () => {
    while (next < times) {
      const path = `/orders/${next++}`;
      await new Promise((resolve, reject) => {
        const request = get({ port, host: "127.0.0.1", path, agent }, (answer) => answer.resume().once("end", resolve));
        request.once("error", reject);
      });
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, client));
  agent.destroy();
}

/** @param {string} mode @returns {(times: number, folder: string) => { milliseconds: number }} */
const starting = (mode) => (times, folder) => {
  const { env, execArgv } = settingsOf(mode, folder);
  let milliseconds = 0;
  for (let i = 0; i < times; i++) {
    const { status, stdout, stderr } = spawnSync(process.execPath, [...execArgv, place("start.mjs"), mode], {
      env,
      encoding: "utf8",
    });
    if (status !== 0) throw new Error(stderr);
    milliseconds += Number(stdout) / times;
  }
  return { milliseconds };
};

/** @param {(mode: string) => (times: number, folder: string) => unknown} contestant */
const all = (contestant) => Object.fromEntries(MODES.map((mode) => [mode, contestant(mode)]));

/** @type {import("../harness.mjs").Row[]} */
export const rows = [
  {
    id: "I1",
    what: "a request to Express that asks Redis twice",
    times: 3000,
    warmsUp: false,
    contestants: all(answering),
    targets: [
      { ours: "auto", against: "by-hand", atMost: 1.15 },
      { ours: "auto", above: "bare", against: "otel", atMost: 0.5 },
    ],
  },
  {
    id: "I2",
    what: "the start of a program that loads Express and ioredis",
    times: 5,
    warmsUp: false,
    contestants: all(starting),
    targets: [{ ours: "auto", above: "bare", atMost: 60 }],
  },
];
