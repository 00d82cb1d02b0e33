// npm run test:otel: what clew receives and sends, against OpenTelemetry's own packages.
import assert from "node:assert/strict";
import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { after, test } from "node:test";
import { fileURLToPath } from "node:url";

const here = fileURLToPath(new URL(".", import.meta.url));
const clew = join(here, "../../packages/cli/bin/clew.js");

if (!existsSync(join(here, "node_modules/@opentelemetry/api"))) {
  const { status, stderr } = spawnSync("npm", ["ci", "--ignore-scripts", "--no-fund", "--no-audit"], {
    cwd: here,
    encoding: "utf8",
  });
  assert.equal(status, 0, stderr);
}

const folder = mkdtempSync(join(tmpdir(), "clew-otel-"));
after(() => rmSync(folder, { recursive: true }));

async function startReceiver(log, port) {
  const child = spawn(process.execPath, [clew, "receive", log, "--port", String(port)], {
    stdio: ["ignore", "pipe", "ignore"],
  });
  const lines = createInterface({ input: child.stdout });
  const [address] = await once(lines, "line");
  return { child, address, port: Number(new URL(address).port) };
}

async function kill({ child }, signal) {
  const ended = once(child, "exit");
  child.kill(signal);
  await ended;
}

/** Runs a service; what is acknowledged to it is gathered. */
function startSender(address, protocol, acknowledged, onAcknowledged) {
  const child = spawn(process.execPath, [join(here, "sender.mjs"), address, protocol], {
    stdio: ["pipe", "pipe", "ignore"],
  });
  createInterface({ input: child.stdout }).on("line", (line) => {
    acknowledged.add(line);
    onAcknowledged();
  });
  return child;
}

function readLog(log) {
  return readFileSync(log, "utf8")
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => {
      try {
        return JSON.parse(line);
      } catch {
        return { torn: line };
      }
    });
}

test("everything that was acknowledged is in the log, though the receiver is killed twenty times", {
  timeout: 300_000,
}, async () => {
  const log = join(folder, "killed.log");
  let receiver = await startReceiver(log, 0);
  const { address, port } = receiver;
  const acknowledged = new Set();
  let wanted = { count: Infinity, reached: () => {} };
  const onAcknowledged = () => {
    if (acknowledged.size >= wanted.count) wanted.reached();
  };
  const more = (count) =>
    new Promise((resolve) => {
      wanted = { count: acknowledged.size + count, reached: resolve };
    });
  const senders = ["json", "proto"].map((protocol) => startSender(address, protocol, acknowledged, onAcknowledged));
  for (let killed = 0; killed < 20; killed++) {
    // At another moment each time: in the middle of what two services send without a pause.
    await more(100 + 37 * killed);
    await kill(receiver, "SIGKILL");
    receiver = await startReceiver(log, port);
  }
  await more(200);
  await Promise.all(
    senders.map((sender) => {
      const ended = once(sender, "exit");
      sender.stdin.end();
      return ended;
    }),
  );
  await kill(receiver, "SIGTERM");
  const records = readLog(log);
  const written = new Set(
    records.flatMap((record) => [
      ...(record.clew_span_id === undefined ? [] : [`span ${record.clew_span_id}`]),
      ...(typeof record.n === "string" ? [`log ${record.n}`] : []),
    ]),
  );
  const lost = [...acknowledged].filter((line) => !written.has(line));
  assert.deepEqual(lost, []);
  const kinds = [...acknowledged].map((line) => line.split(" ")[0]);
  assert.ok(kinds.includes("span") && kinds.includes("log"));
  assert.ok(records.filter(({ torn }) => torn !== undefined).length <= 20);
  console.log(`# ${acknowledged.size} spans and log records were acknowledged over 20 kills; all are in the log`);
});

test("two services in JSON and Protocol Buffers become one tree a trace", { timeout: 60_000 }, async () => {
  const log = join(folder, "trees.log");
  const receiver = await startReceiver(log, 0);
  const acknowledged = new Set();
  for (const protocol of ["json", "proto"]) {
    let enough = () => {};
    const reached = new Promise((resolve) => {
      enough = resolve;
    });
    const wanted = acknowledged.size + 60;
    const sender = startSender(receiver.address, protocol, acknowledged, () => acknowledged.size >= wanted && enough());
    await reached;
    const ended = once(sender, "exit");
    sender.stdin.end();
    await ended;
  }
  await kill(receiver, "SIGTERM");
  const { stdout, status } = spawnSync(process.execPath, [clew, "tree", "--json", log], {
    encoding: "utf8",
    maxBuffer: 2 ** 28,
  });
  assert.equal(status, 0);
  const trees = stdout
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line));
  for (const tree of trees) assert.equal(tree.missing?.length ?? 0, 0);
  const text = spawnSync(process.execPath, [clew, "why", log], { encoding: "utf8" }).stdout;
  assert.match(text, /query failed with RangeError: sold out/);
});
