// npm run test:exits: the end of a program with clew is its end without it, beside each real library that listens to the
// end of a process, for each destination that does so too, at each signal; and what was logged is there, the last line too.
import assert from "node:assert/strict";
import { fork, spawnSync } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { fileURLToPath } from "node:url";

const here = fileURLToPath(new URL(".", import.meta.url));
if (!existsSync(join(here, "node_modules"))) {
  const { status, stderr } = spawnSync("npm", ["install", "--no-save", "--no-fund", "--no-audit"], {
    cwd: here,
    encoding: "utf8",
  });
  assert.equal(status, 0, stderr);
}

const SIGNALS = /** @type {const} */ (["SIGTERM", "SIGINT", "SIGHUP", "SIGQUIT", "SIGUSR2"]);
const LIBRARIES = [
  "none",
  "signal-exit 3",
  "signal-exit 4",
  "execa",
  "proper-lockfile",
  "ora",
  "restore-cursor",
  "exit-hook",
  "exit-hook 2",
  "death",
  "async-exit-hook",
  "close-with-grace",
  "node-graceful",
  "terminus",
  "http-graceful-shutdown",
  "tmp",
  "node-cleanup",
  "why-is-node-running",
  "a listener that stays",
  "a listener that raises the signal again",
];
const DESTINATIONS = [
  "sync",
  "buffered",
  "thread",
  "threadDestination",
  "sampled",
  "recorder",
  "monitor",
  "otlp",
  "console",
];
const AT_ONCE = 3;
const PATIENCE_MS = 20_000;

const folder = mkdtempSync(join(tmpdir(), "clew-exits-"));
process.on("exit", () => rmSync(folder, { recursive: true, force: true }));
let runs = 0;

/** What each program has sent, by the path of its endpoint. @type {Map<string, string>} */
const received = new Map();
const receiver = createServer(async (request, response) => {
  let body = "";
  for await (const part of request.setEncoding("utf8")) body += part;
  const [, run = ""] = request.url?.split("/") ?? [];
  received.set(run, (received.get(run) ?? "") + body);
  response.setHeader("content-type", "application/json").end("{}");
}).listen(0, "127.0.0.1");
await once(receiver, "listening");
const { port } = /** @type {import("node:net").AddressInfo} */ (receiver.address());
after(() => receiver.close());

/**
 * Runs the program, sends it the signal, and tells its end and what it left behind.
 *
 * @param {string} library @param {readonly string[]} destinations @param {NodeJS.Signals} signal
 */
async function endOf(library, destinations, signal) {
  const run = String(runs++);
  const file = join(folder, `${run}.log`);
  const order = runs % 2 === 0 ? ["library first"] : [];
  const child = fork(join(here, "program.mjs"), [library, destinations.join(","), file, ...order], {
    cwd: folder,
    env: { ...process.env, RECEIVER: `http://127.0.0.1:${port}/${run}` },
    stdio: ["ignore", "ignore", "pipe", "ipc"],
    execArgv: [],
  });
  let stderr = "";
  child.stderr?.on("data", (chunk) => (stderr += chunk));
  let leaves = "";
  let stays = false;
  const timer = setTimeout(() => child.kill("SIGKILL"), PATIENCE_MS);
  child.on("message", (/** @type {"ready" | "stays" | { leaves: string }} */ message) => {
    if (message === "ready") child.kill(signal);
    else if (message === "stays") {
      // The second time it is not asked.
      stays = true;
      child.kill("SIGKILL");
    } else leaves = message.leaves;
  });
  const [code, by] = await new Promise((resolve) => child.once("exit", (...end) => resolve(end)));
  clearTimeout(timer);
  const end = stays ? "stays" : code === null ? by : `exit status ${code}`;
  return {
    end,
    left: await isLeft(leaves),
    messages: { ...written(file, destinations), ...sent(run, destinations) },
    stderr,
  };
}

/** Whether a lock or a child process is there after the end. @param {string} what */
async function isLeft(what) {
  if (!what.startsWith("pid ")) return what !== "" && existsSync(what);
  for (let i = 0; i < 20; i++) {
    // One that was ended and that nobody has asked for yet is gone as well.
    const { stdout } = spawnSync("ps", ["-o", "stat=", "-p", what.slice(4)], { encoding: "utf8" });
    if (!/^[^Z]/.test(stdout.trim())) return false;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  process.kill(Number(what.slice(4)), "SIGKILL");
  return true;
}

/**
 * The messages that each destination has, where it has any.
 *
 * @param {string} file @param {readonly string[]} destinations
 */
function written(file, destinations) {
  const texts = destinations
    .filter((name) => !["none", "recorder", "monitor", "otlp"].includes(name))
    .map((name) => [name, existsSync(`${file}.${name}`) ? readFileSync(`${file}.${name}`, "utf8") : ""]);
  return Object.fromEntries(
    texts.map(([name = "", text = ""]) => [name, name === "console" ? text.match(/message/g)?.length : countIn(text)]),
  );
}

/**
 * The messages that were sent, and the actions that had ended, where there is a destination that sends.
 *
 * @param {string} run @param {readonly string[]} destinations
 */
function sent(run, destinations) {
  if (!destinations.includes("otlp")) return {};
  const text = received.get(run) ?? "";
  return {
    "otlp, logs": text.match(/"eventName":"message"/g)?.length,
    "otlp, spans": text.match(/"name":"ended"/g)?.length,
  };
}

/** @param {string} text */
function countIn(text) {
  return text.split("\n").filter((line) => line.includes('"message_type":"message"')).length;
}

/** Each library beside all destinations at once, and those that count listeners beside each destination alone. */
const CASES = LIBRARIES.flatMap((library) =>
  SIGNALS.map((signal) => ({ library, signal, together: [DESTINATIONS] })),
).concat(
  ["none", "signal-exit 3", "signal-exit 4"].map((library) => ({
    library,
    signal: "SIGTERM",
    together: DESTINATIONS.map((name) => [name]),
  })),
);

test("the end with clew is the end without it, and nothing is lost", { concurrency: AT_ONCE }, async (t) => {
  await Promise.all(
    CASES.map(({ library, signal, together }) =>
      t.test(`${library}, ${signal}, ${together.length === 1 ? "all destinations" : "each destination"}`, async () => {
        const without = await endOf(library, ["none"], signal);
        for (const destinations of together) {
          const { end, left, messages, stderr } = await endOf(library, destinations, signal);
          const [what] = destinations.length === 1 ? destinations : ["all"];
          assert.deepEqual({ what, end, left }, { what, end: without.end, left: without.left }, stderr);
          // Who stays is ended by a signal that nobody hears.
          const lacking = end === "stays" ? [] : Object.entries(messages).filter(([, count]) => count !== 50);
          assert.deepEqual(lacking, []);
        }
      }),
    ),
  );
});
