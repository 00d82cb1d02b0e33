// Part of npm run test:web: a connection outlives the request that opened it. It is killed after that has ended; what the
// client makes of it, its events and its new connection, is in no tree of that request, by the real clients and servers.

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { connect, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { fileURLToPath } from "node:url";
import { readLog } from "./drive.mjs";
import { install, RUNTIMES } from "./install.mjs";
import { startServers } from "./servers.mjs";

const [wanted = "node"] = process.argv.slice(2);
const runtimes = wanted.split(",").filter((name) => name.startsWith("node"));
install({ withRuntimes: runtimes.some((name) => name !== "node") });
const servers = await startServers(["postgres", "mariadb", "redis"]);
const folder = mkdtempSync(join(tmpdir(), "clew-connections-"));
after(async () => {
  await servers.stop();
  rmSync(folder, { recursive: true, force: true });
});

/** The server of each client. */
const CLIENTS = {
  ioredis: "redis",
  redis: "redis",
  pg: "postgres",
  postgres: "postgres",
  mysql2: "mariadb",
  mariadb: "mariadb",
};

for (const runtime of runtimes) {
  for (const [client, server] of Object.entries(CLIENTS)) {
    const port = servers.ports[server];
    const skip = port === undefined ? `${server} is not installed` : false;
    test(`${client} on ${runtime}: a connection is nobody's after who opened it`, { skip }, () =>
      check(runtime, client, port),
    );
  }
}

async function check(runtime, client, port) {
  const way = await openWay(port);
  const file = join(folder, `${runtime}-${client}.log`);
  const { command, preload } = RUNTIMES[runtime];
  const args = [...command.slice(1), ...preload, "connections-app.mjs", client, String(way.port)];
  const cwd = fileURLToPath(new URL(".", import.meta.url));
  const child = spawn(command[0], args, { cwd, env: { ...process.env, CLEW_FILE: file } });
  let said = "";
  child.stderr.on("data", (data) => {
    said += data;
  });
  try {
    await says(child, "ASKED", () => said);
    await way.cut();
    child.stdin.write("cut\n");
    await says(child, "DONE", () => said);
  } finally {
    child.kill("SIGKILL");
    await way.close();
  }
  const messages = readLog(file);
  const opener = messages.find(({ action_type }) => action_type === "opener");
  const own = messages.filter(({ task_uuid }) => task_uuid === opener.task_uuid);
  const opened = own.filter(
    ({ action_type, action_status }) => action_type !== "opener" && action_status === "started",
  );
  assert.ok(opened.length > 0, "what it asked stands in its tree");
  const ended = own.find(({ action_type, action_status }) => action_type === "opener" && action_status !== "started");
  assert.deepEqual(
    own.filter(({ timestamp }) => timestamp > ended.timestamp),
    [],
    "nothing follows in the opener's tree",
  );
  const later = messages.filter(({ timestamp }) => timestamp > ended.timestamp);
  assert.ok(
    later.some(({ message_type }) => message_type === "heard"),
    "something was heard",
  );
}

/** A way to a server that can be cut under those who use it. */
async function openWay(port) {
  const sockets = new Set();
  const server = createServer((near) => {
    const far = connect(port, "127.0.0.1");
    for (const socket of [near, far]) {
      sockets.add(socket);
      socket.on("error", () => {});
      socket.once("close", () => sockets.delete(socket));
    }
    near.pipe(far).pipe(near);
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const cut = () =>
    Promise.all([...sockets].map((socket) => new Promise((resolve) => socket.once("close", resolve).destroy())));
  return {
    port: server.address().port,
    cut,
    async close() {
      server.close();
      await cut();
    },
  };
}

function says(child, word, why) {
  return new Promise((resolve, reject) => {
    child.stdout.on("data", (data) => String(data).includes(word) && resolve());
    child.once("exit", () => reject(new Error(`it ended before it said ${word}: ${why()}`)));
  });
}
