// npm run test:edge: clew in the runtimes of the edge, the real ones: workerd, which runs the workers of Cloudflare, and
// Vercel's, which Next has. Where a runtime has AsyncLocalStorage the context follows awaits; where it has none, it is
// known until the first.
import assert from "node:assert/strict";
import { AsyncLocalStorage } from "node:async_hooks";
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";

const here = fileURLToPath(new URL(".", import.meta.url));
const root = fileURLToPath(new URL("../..", import.meta.url));
if (!existsSync(join(here, "node_modules"))) {
  const { status, stderr } = spawnSync("npm", ["ci", "--no-fund", "--no-audit"], { cwd: here, encoding: "utf8" });
  assert.equal(status, 0, stderr);
}
const { build } = await import("esbuild");
const { Miniflare } = await import("miniflare");
const { EdgeRuntime } = await import("edge-runtime");

const WORKERD = {
  stdin: `import { answer } from "./worker.mjs"; export default {
  fetch: (request) => answer(request, (url, init) => answer(new Request(url, init))) };`,
  conditions: ["workerd", "worker", "browser"],
};
const VERCEL = {
  stdin: `import { answer } from "./worker.mjs"; addEventListener("fetch", (event) =>
  event.respondWith(answer(event.request, (url, init) => answer(new Request(url, init)))));`,
  conditions: ["edge-light", "browser"],
};

/** The worker in one file, as its deployment makes it. */
async function bundled({ stdin, conditions }) {
  const { outputFiles } = await build({
    stdin: { contents: stdin, resolveDir: here },
    bundle: true,
    write: false,
    format: "esm",
    target: "es2022",
    conditions,
    external: ["node:*"],
    nodePaths: [join(root, "node_modules"), join(here, "node_modules")],
    tsconfigRaw: "{}",
    logLevel: "error",
  });
  return outputFiles[0].text;
}

const OF_TREE = { before: "request", afterByHand: "request", byHand: ["by-hand", "within", "around"] };

/** What is to be seen wherever the context follows awaits. */
function followsAwaits(answered, from) {
  const { lines, sent, asked, hono, ...out } = answered;
  assert.deepEqual(out, {
    ...OF_TREE,
    after: "request",
    atOnce: ["left", "right"],
    fields: "request",
    scope: [true, true, "child"],
  });
  assert.equal(asked, "asked");
  assert.deepEqual(hono, { in: "http.request" });
  assert.deepEqual(sent, ["traceparent", "x-eliot-task-id"]);
  honestTimes(lines, from);
  const of = (type) => lines.filter(({ action_type, message_type }) => (action_type ?? message_type) === type);
  const { task_uuid } = of("request")[0];
  for (const type of ["left", "right", "with-fields", "ask", "next", "asked"]) {
    assert.equal(of(type)[0]?.task_uuid, task_uuid, `${type} is not in the tree of its request`);
  }
  assert.equal(of("with-fields")[0].shop, "east");
  assert.equal(of("asked")[0].in, "next");
  assert.equal(of("in-hono")[0].in, "http.request");
}

/** No clock of another century, and no message that says that there was one. */
function honestTimes(lines, from) {
  assert.ok(lines.length > 10);
  for (const { message_type, timestamp } of lines) {
    assert.notEqual(message_type, "clew:clock");
    assert.ok(timestamp >= from - 5 && timestamp <= Date.now() / 1000 + 5, `a time of ${new Date(timestamp * 1000)}`);
  }
}

for (const [name, flags, date] of [
  ["nodejs_compat", ["nodejs_compat"], "2026-04-01"],
  ["nodejs_als alone", ["nodejs_als"], "2026-04-01"],
  ["nodejs_compat of 2024, without a global process", ["nodejs_compat"], "2024-01-01"],
]) {
  test(`workerd with ${name}: the context follows awaits, from the first request on`, async () => {
    const script = await bundled(WORKERD);
    const from = Date.now() / 1000;
    await inWorkerd(script, flags, date, async (ask) => {
      followsAwaits(await ask(), from);
    });
  });
}

test("workerd without AsyncLocalStorage: the action is known until the first await, and no time is wrong", async () => {
  const script = await bundled(WORKERD);
  const from = Date.now() / 1000;
  await inWorkerd(script, [], "2026-04-01", async (ask) => {
    const { lines, before, after, byHand, sent } = await ask();
    assert.deepEqual({ before, byHand }, { before: OF_TREE.before, byHand: OF_TREE.byHand });
    assert.equal(after, undefined);
    assert.deepEqual(sent, []);
    honestTimes(lines, from);
  });
});

async function inWorkerd(contents, compatibilityFlags, compatibilityDate, body) {
  const modules = [{ type: "ESModule", path: "worker.mjs", contents }];
  const miniflare = new Miniflare({ modules, compatibilityFlags, compatibilityDate });
  try {
    await body(async () => {
      const response = await miniflare.dispatchFetch("http://127.0.0.1/");
      const text = await response.text();
      assert.equal(response.status, 200, text);
      return JSON.parse(text);
    });
  } finally {
    await miniflare.dispose();
  }
}

test("Vercel's edge: the context follows awaits", async () => {
  const from = Date.now() / 1000;
  // As Next makes it.
  const extend = (context) => Object.assign(context, { AsyncLocalStorage });
  const runtime = new EdgeRuntime({ initialCode: await bundled(VERCEL), extend });
  const response = await runtime.dispatchFetch("http://127.0.0.1/");
  // An error that the worker throws while it answers is told here only.
  await response.waitUntil();
  const text = await response.text();
  assert.equal(response.status, 200, text);
  followsAwaits(JSON.parse(text), from);
});
