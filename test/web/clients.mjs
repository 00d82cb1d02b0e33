// Part of npm run test:web, for databases and queues: what 40 requests at once ask of real servers stands in the tree of
// the request that asked, by promises and by callbacks, with pools of two connections.

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { readLog } from "./drive.mjs";
import { install, RUNTIMES } from "./install.mjs";
import { startServers } from "./servers.mjs";

const [wanted = "node", parts] = process.argv.slice(2);
// A group of consumers takes three seconds to form: where parts are named, Kafka is one of them.
const withKafka = parts === undefined || parts.split(",").includes("kafka");
const runtimes = wanted.split(",").filter((name) => name.startsWith("node"));
install({ withRuntimes: runtimes.some((name) => name !== "node") });
const servers = await startServers(["postgres", "mariadb", "redis", "rabbitmq", ...(withKafka ? ["kafka"] : [])]);
const folder = mkdtempSync(join(tmpdir(), "clew-clients-"));
after(async () => {
  await servers.stop();
  rmSync(folder, { recursive: true, force: true });
});

const REQUESTS = 40;
/** The server of each client, and the actions that a request has through it. */
const CLIENTS = {
  pg: ["postgres", { "pg.query": 3 }],
  mysql2: ["mariadb", { "mysql.query": 3 }],
  mariadb: ["mariadb", { "mysql.query": 3 }],
  postgres: ["postgres", { "pg.query": 3 }],
  "better-sqlite3": [undefined, { "sqlite.query": 3 }],
  "node:sqlite": [undefined, { "sqlite.query": 3 }],
  ioredis: ["redis", { "redis.command": 3 }],
  redis: ["redis", { "redis.command": 3 }],
  amqplib: ["rabbitmq", { "amqp.publish": 1, "amqp.consume": 1 }],
  bullmq: ["redis", { "job.add": 1, "job.run": 1 }],
  kafkajs: ["kafka", { "kafka.publish": 1, "kafka.consume": 1 }],
};

for (const runtime of runtimes) {
  for (const [client, [server, expected]] of Object.entries(CLIENTS)) {
    const port = server && servers.ports[server];
    if (client === "kafkajs" && !withKafka) continue;
    // Before 22.22.3 and 24.11.1 nobody can hear of it.
    if (client === "node:sqlite" && runtime !== "node26") continue;
    const skip = server !== undefined && port === undefined ? `${server} is not installed` : false;
    test(`${client} on ${runtime}: what each request asks stands in its tree`, { skip }, () => {
      const file = join(folder, `${runtime}-${client}.log`);
      const { command, preload } = RUNTIMES[runtime];
      const args = [...command.slice(1), ...preload, "clients-app.mjs", client, String(port)];
      const env = { ...process.env, CLEW_FILE: file };
      const ran = spawnSync(command[0], args, {
        cwd: import.meta.dirname ?? new URL(".", import.meta.url).pathname,
        env,
        encoding: "utf8",
        timeout: 120_000,
      });
      assert.match(ran.stdout, /DONE/, ran.stderr);
      const tasks = Map.groupBy?.(readLog(file), ({ task_uuid }) => task_uuid) ?? grouped(readLog(file));
      let requests = 0;
      for (const messages of tasks.values()) {
        const start = messages.find(
          ({ action_type, action_status }) => action_type === "request" && action_status === "started",
        );
        if (start === undefined) continue;
        requests++;
        const named = messages.flatMap(({ id, sql, key }) => [
          id,
          /^select (\d+) as/.exec(sql ?? "")?.[1],
          /^k(\d+)$/.exec(key ?? "")?.[1],
        ]);
        const others = named.filter((other) => other !== undefined && Number(other) !== start.id);
        assert.deepEqual(others, [], "what is another's");
        const counts = {};
        for (const { action_type, action_status, sql = "select" } of messages) {
          // A transaction has queries of its own, and so has a new connection.
          if (action_status !== "started" || !(action_type in expected) || !/^select(?! b\.oid)/.test(sql)) continue;
          counts[action_type] = (counts[action_type] ?? 0) + 1;
        }
        assert.deepEqual(counts, expected);
      }
      assert.equal(requests, REQUESTS);
      assert.ok(!JSON.stringify([...tasks.values()]).includes("secret"), "values are not in the log");
    });
  }
}

function grouped(messages) {
  const tasks = new Map();
  for (const message of messages) tasks.set(message.task_uuid, [...(tasks.get(message.task_uuid) ?? []), message]);
  return tasks;
}
