// npm run test:web: services of every framework as they are, with 500 requests, 100 at a time, with errors and with clients
// that go away; wired by the one line of a bridge, and by `clew/auto` with no line at all, on every runtime.
// `npm run test:web -- node,bun express,koa 100` takes some runtimes, some frameworks, and fewer requests; `clients` among the
// frameworks are the databases and queues of clients.mjs; `members`, `connections`, `loading` and `decorators` are files too.

import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { askAll, endService, judge, readLog, settled, startService } from "./drive.mjs";
import { buildNext, install, RUNTIMES } from "./install.mjs";
import { startServers } from "./servers.mjs";

const [wantedRuntimes, wantedFrameworks, count = "500"] = process.argv.slice(2);
const ON_NODE = ["http", "express", "express4", "fastify", "fastify4", "koa", "hono", "nest", "nestfastify", "next"];
const ELSEWHERE = ["http", "express", "fastify", "hono"];

const chosen = wantedRuntimes ? wantedRuntimes.split(",") : Object.keys(RUNTIMES);
install({ withRuntimes: chosen.some((name) => name !== "node") });
const servers = await startServers(["postgres", "mariadb", "redis"]);
const folder = mkdtempSync(join(tmpdir(), "clew-web-"));
after(async () => {
  await servers.stop();
  rmSync(folder, { recursive: true, force: true });
});

const { postgres, mariadb, redis } = servers.ports;
const ASKED = { PG: postgres, MYSQL: mariadb, REDIS: redis };

for (const runtime of chosen) {
  const isNode = runtime.startsWith("node");
  const frameworks = isNode ? ON_NODE : ELSEWHERE;
  for (const framework of frameworks.filter(
    (name) => !wantedFrameworks || wantedFrameworks.split(",").includes(name),
  )) {
    for (const mode of ["line", "auto"]) {
      test(`${framework} on ${runtime}, by ${mode}: each request has its own tree`, () =>
        check(runtime, framework, mode, isNode));
    }
  }
}

async function check(runtime, framework, mode, isNode) {
  const { command, preload } = RUNTIMES[runtime];
  const file = join(folder, `${runtime}-${framework}-${mode}.log`);
  if (framework === "next") buildNext(mode === "auto");
  const asked =
    mode === "auto" && framework !== "next" ? Object.fromEntries(Object.entries(ASKED).filter(([, port]) => port)) : {};
  const args = [...command.slice(1), ...(mode === "auto" ? preload : []), "app.mjs", framework, mode];
  const service = await startService(command[0], args, { CLEW_FILE: file, ...asked });
  const { codes, gone } = await askAll(service.port, +count, 100);
  await settled(file);
  await endService(service);
  const told = judge(readLog(file));
  assert.equal(told.mixed, 0, "no tree holds what is another's");
  assert.equal(told.unfinished, 0, "every request ends");
  assert.equal(told.others, 0, "nothing stands outside of a request");
  // Deno.serve does not tell of a client that went away.
  const isDeaf = runtime === "deno" && framework === "hono";
  assert.equal(told.ok - told.late, codes[200]);
  assert.ok(told.late + told.aborted <= gone);
  // A plain server catches its errors itself, and nobody is told of them.
  // So it is with Hono, which answers its errors, where its files cannot be patched.
  const isBlind = mode === "auto" && !isNode && framework === "hono";
  if (framework === "http" || isBlind) assert.deepEqual([told.thrown, told.unknown], [0, codes[500]]);
  else assert.deepEqual([told.thrown, told.unknown], [codes[500], 0]);
  if (!isDeaf) assert.ok(told.aborted > 0, "a client that goes away is told");
  assert.equal(told.ok + told.thrown + told.unknown + told.aborted, told.requests);
  // Next says the route of what failed.
  const routes = framework === "next" ? ["undefined", "/orders/[id]"] : ["/orders/:id"];
  assert.deepEqual(Object.keys(told.routes).sort(), framework === "http" || isBlind ? ["undefined"] : routes.sort());
  assert.ok(!readFileSync(file, "utf8").includes("secret"), "the query is not in the log");
  if (mode === "auto" && isNode && framework !== "next") {
    for (const kinds of Object.keys(told.children)) {
      const queries = kinds.split(",").filter((kind) => !kind.endsWith(".connect"));
      assert.deepEqual(queries, expectedQueries(asked), "each request has all that was asked for it");
    }
  }
}

function expectedQueries({ PG, MYSQL, REDIS }) {
  return [
    ...(MYSQL ? ["mysql.query", "mysql.query"] : []),
    ...(PG ? ["pg.query", "pg.query"] : []),
    ...(REDIS ? ["redis.command"] : []),
  ];
}

console.log(`# ${count} requests each, 100 at a time, on ${chosen.join(", ")}`);
if (!wantedFrameworks) await import("./two-services.mjs");
for (const part of ["clients", "members", "connections", "loading", "decorators"]) {
  if (!wantedFrameworks || wantedFrameworks.split(",").includes(part)) await import(`./${part}.mjs`);
}
