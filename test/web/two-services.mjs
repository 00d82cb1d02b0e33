// Two services on two addresses, no line of clew in either, default settings: one tree, whose failure begins in the second.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { networkInterfaces, tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { fileURLToPath } from "node:url";
import { askAll, endService, readLog, settled, startService } from "./drive.mjs";
import { install } from "./install.mjs";

install({ withRuntimes: false });
const command = fileURLToPath(new URL("../../packages/cli/dist/main.js", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "clew-two-"));
after(() => rmSync(folder, { recursive: true, force: true }));

/** An address that is not loopback, as between containers: its sender is not trusted, and begins a task of its own. */
const outside = Object.values(networkInterfaces())
  .flat()
  .find(({ family, internal }) => family === "IPv4" && !internal)?.address;

for (const address of ["127.0.0.2", ...(outside ? [outside] : [])]) {
  const place = address === outside ? "an address that is not trusted" : "another address of loopback";
  test(`Express asks Fastify at ${place}: one tree a request, and why names the origin in the second`, () =>
    check(address));
}

async function check(address) {
  const logs = ["first.log", "second.log"].map((name) => join(folder, `${address}-${name}`));
  const start = (framework, env) =>
    startService(process.execPath, ["--import", "clew/auto", "app.mjs", framework, "auto"], env);
  const second = await start("fastify", { CLEW_FILE: logs[1], HOST: address });
  const first = await start("express", { CLEW_FILE: logs[0], UPSTREAM: `http://${address}:${second.port}` });
  await askAll(first.port, 20, 5);
  for (const log of logs) await settled(log);
  await endService(first);
  await endService(second);

  const requests = logs
    .flatMap((log) => readLog(log))
    .filter(({ action_type, action_status }) => action_type === "http.request" && action_status === "started");
  assert.ok(requests.length >= 38);
  const tell = (...args) => execFileSync(process.execPath, [command, ...args, ...logs], { encoding: "utf8" });
  const forest = tell("tree", "--json")
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line));
  assert.ok(forest.length <= 20, `${forest.length} trees of 20 requests`);
  const { failures } = JSON.parse(tell("why", "--json"));
  const [{ origin }] = failures;
  assert.match(origin.reason, /^sold out/);
  assert.deepEqual(origin.action_type, "http.request");
  assert.match(JSON.stringify(origin.action_path), /http\.request.*http\.call.*http\.request/);
}

test("the example's services, which have no clew in them, are told why they failed at two addresses", () => {
  const example = fileURLToPath(new URL("../../examples/two-services/main.mjs", import.meta.url));
  const text = execFileSync(process.execPath, [example], { encoding: "utf8" });
  assert.match(text, /4 of 20 tasks failed because http\.request failed with HttpError: answered 503/);
  assert.match(text, /http\.request.*task[\s\S]*http\.call[\s\S]*http\.request {2}HttpError: answered 503 {2}◀ here/);
  assert.match(text, /What sets them apart is http\.request\.path = "\/lamp"/);
});
