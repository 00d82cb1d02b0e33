// Part of npm run test:web: how a program and its packages come to be loaded. Copies of clew, threads and processes, packages
// that are not known, modules beside CommonJS, and bundles of one file: each a program in a folder of its own, with real packages.

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { fileURLToPath, pathToFileURL } from "node:url";
import { readLog } from "./drive.mjs";
import { install, RUNTIMES } from "./install.mjs";

const [wanted = "node"] = process.argv.slice(2);
const runtimes = wanted.split(",").filter((name) => name.startsWith("node"));
install({ withRuntimes: runtimes.some((name) => name !== "node") });
const packages = fileURLToPath(new URL("node_modules", import.meta.url));
const clew = realpathSync(fileURLToPath(new URL("../../packages/clew", import.meta.url)));
const base = mkdtempSync(join(tmpdir(), "clew-loading-"));
after(() => rmSync(base, { recursive: true, force: true }));

/** A folder with a program's files and, by links, all packages. */
function folderOf(name, files) {
  const folder = mkdtempSync(join(base, `${name}-`));
  mkdirSync(join(folder, "node_modules"));
  for (const each of readdirSync(packages)) {
    if (!each.startsWith(".")) symlinkSync(join(packages, each), join(folder, "node_modules", each));
  }
  symlinkSync(clew, join(folder, "node_modules", "clew"));
  for (const [path, text] of Object.entries(files)) writeFileSync(join(folder, path), text);
  return folder;
}

/** A package of a program's own: a copy, changed. */
function copyPackage(folder, name, change) {
  const place = join(folder, "node_modules", name);
  rmSync(place);
  cpSync(realpathSync(join(packages, name)), place, { recursive: true });
  change(place);
}

function run(runtime, folder, args, env = {}) {
  const file = join(folder, "app.log");
  const [command, ...before] = RUNTIMES[runtime].command;
  const ran = spawnSync(command, [...before, ...args], {
    cwd: folder,
    env: { ...process.env, CLEW_FILE: file, ...env },
    encoding: "utf8",
    timeout: 60_000,
  });
  assert.equal(ran.status, 0, ran.stdout + ran.stderr);
  const messages = existsSync(file) ? readLog(file) : [];
  const places = messages.map(({ task_uuid, task_level }) => `${task_uuid}/${task_level.join("/")}`);
  assert.equal(new Set(places).size, places.length, "each line is there once");
  return { ...ran, messages };
}

const started = (messages, type) =>
  messages.filter(({ action_type, action_status }) => action_type === type && action_status === "started");
const auto = ["--import", "clew/auto"];

/** Asks itself, so that it ends by itself. `answer` is the body of a handler. */
const SERVICE = `
  const http = await import("node:http");
  const server = http.createServer((request, response) => answer(request, response));
  // Not shared by the workers of a cluster: one that has ended would be asked by another.
  server.listen({ port: 0, host: "127.0.0.1", exclusive: true });
  await new Promise((resolve) => server.once("listening", resolve));
  const { port } = server.address();
  for (const id of [1, 2, 3]) await (await fetch(\`http://127.0.0.1:\${port}/orders/\${id}\`)).text();
  server.closeAllConnections();
  server.close();
`;
const PLAIN = `const answer = (_request, response) => response.end("whole");\n${SERVICE}`;

for (const runtime of runtimes) {
  test(`by --import twice, --require and NODE_OPTIONS, ${runtime}: one action a request`, () => {
    const folder = folderOf("twice", { "main.mjs": PLAIN });
    const args = ["--import", "clew/auto", "--require", "clew/auto", "--import", "clew/auto", "main.mjs"];
    const { messages } = run(runtime, folder, args, { NODE_OPTIONS: "--import clew/auto" });
    assert.equal(started(messages, "http.request").length, 3);
    assert.equal(started(messages, "http.call").length, 3);
  });

  test(`by two copies of clew, of which the program uses the other, ${runtime}: one action a request, in one tree`, () => {
    const folder = folderOf("copies", {
      "main.mjs": `import { logMessage } from "clew";
        import express from "express";
        const answer = express().get("/orders/:id", (_request, response) => {
          logMessage("handled");
          response.end();
        });\n${SERVICE}`,
      "main.cjs": `const { logMessage } = require("clew"); logMessage("other form");`,
    });
    const copy = join(base, `copy-${runtime}`);
    mkdirSync(copy);
    cpSync(join(clew, "package.json"), join(copy, "package.json"));
    cpSync(join(clew, "dist"), join(copy, "dist"), { recursive: true });
    const other = pathToFileURL(join(copy, "dist/auto.js")).href;
    const { messages } = run(runtime, folder, ["--import", other, "--require", "./main.cjs", ...auto, "main.mjs"]);
    assert.equal(started(messages, "http.request").length, 3);
    assert.ok(messages.filter(({ route }) => route === "/orders/:id").length === 3);
    const requests = new Set(started(messages, "http.request").map(({ task_uuid }) => task_uuid));
    const handled = messages.filter(({ message_type }) => message_type === "handled");
    assert.deepEqual(new Set(handled.map(({ task_uuid }) => task_uuid)), requests);
    assert.equal(messages.filter(({ message_type }) => message_type === "other form").length, 1);
  });

  test(`in threads, forks and a cluster, ${runtime}: each line once`, () => {
    const folder = folderOf("processes", {
      "main.mjs": `import cluster from "node:cluster";
        import { fork } from "node:child_process";
        import { once } from "node:events";
        import { Worker } from "node:worker_threads";
        if (cluster.isPrimary) {
          await once(new Worker(new URL("asks.mjs", import.meta.url)), "exit");
          await once(fork("asks.mjs"), "exit");
          for (let i = 0; i < 2; i++) cluster.fork();
          let left = 2;
          cluster.on("exit", () => --left === 0 && process.exit(0));
        } else {
          await import("./asks.mjs");
          process.exit(0);
        }`,
      "asks.mjs": PLAIN,
    });
    const { messages } = run(runtime, folder, [...auto, "main.mjs"]);
    assert.equal(started(messages, "http.request").length, 12);
    assert.equal(messages.filter(({ action_status }) => action_status === "succeeded").length, 24);
  });

  test(`packages that are not known, ${runtime}: left alone, said once each, and the program runs`, () => {
    const folder = folderOf("unknown", {
      "main.mjs": `import Koa from "koa";
        import { Hono } from "hono";
        import "postgres";
        const koa = new Koa();
        koa.use((context) => { context.body = "whole"; });
        const handle = koa.callback();
        new Hono().get("/", (context) => context.text("whole"));
        const answer = (request, response) => handle(request, response);\n${SERVICE}`,
    });
    const setVersion = (version) => (place) => {
      const file = join(place, "package.json");
      writeFileSync(file, JSON.stringify({ ...JSON.parse(readFileSync(file, "utf8")), version }));
    };
    copyPackage(folder, "koa", setVersion("99.0.0"));
    copyPackage(folder, "hono", (place) => {
      for (const form of ["dist", "dist/cjs"]) {
        const [from, to] = ["smart-router", "smarter-router"].map((each) => join(place, form, "router", each));
        cpSync(from, to, { recursive: true });
        rmSync(from, { recursive: true });
        for (const preset of ["index.js", "hono.js", "preset/quick.js", "preset/tiny.js"]) {
          const file = join(place, form, preset);
          writeFileSync(file, readFileSync(file, "utf8").replaceAll("router/smart-router", "router/smarter-router"));
        }
      }
    });
    copyPackage(folder, "postgres", (place) => {
      for (const form of ["src", "cjs/src"]) {
        const file = join(place, form, "query.js");
        writeFileSync(file, readFileSync(file, "utf8").replaceAll("handle()", "begin()"));
      }
    });
    const { messages, stderr } = run(runtime, folder, [...auto, "main.mjs"]);
    const warned = stderr.split("\n").filter((line) => line.includes("CLEW_NOT_INSTRUMENTED"));
    const named = ["koa 99.0.0", "hono", "postgres"].map(
      (name) => warned.filter((line) => line.includes(` ${name}`)).length,
    );
    assert.deepEqual(named, [1, 1, 1], stderr);
    assert.equal(warned.length, 3, stderr);
    assert.equal(started(messages, "http.request").length, 3);
  });

  test(`modules and CommonJS mixed, ${runtime}: both forms of a package are seen, and CommonJS stays as it is`, () => {
    const folder = folderOf("mixed", {
      "main.mjs": `import { createRequire } from "node:module";
        import { Hono } from "hono";
        import old from "./old.cjs";
        import { named } from "./named.cjs";
        const require = createRequire(import.meta.url);
        const { getRequestListener } = require("@hono/node-server");
        const Other = require("hono").Hono;
        if (Other === Hono) throw new Error("one form only");
        if (old.cache !== "object" || old.resolve !== "function" || named !== 7) throw new Error(JSON.stringify(old));
        const apps = [Hono, Other, old.Hono].map((Class) => new Class().get("/orders/:id", () => { throw new RangeError("sold out"); }));
        let next = 0;
        const answer = (request, response) => getRequestListener(apps[next++ % 3].onError((_error, context) => context.text("sorry", 500)).fetch)(request, response);\n${SERVICE}`,
      // In CommonJS that the loader of modules made, \`require\` is another one, without a cache.
      "old.cjs": `const { Hono } = require("hono");
        module.exports = { Hono, cache: typeof require.cache, resolve: typeof require.resolve.paths };`,
      "named.cjs": "exports.named = 7;",
    });
    const { messages } = run(runtime, folder, [...auto, "main.mjs"]);
    const ends = messages.filter(
      ({ action_type, action_status }) => action_type === "http.request" && action_status === "failed",
    );
    assert.deepEqual(
      ends.map(({ exception, route }) => [exception, route]),
      Array(3).fill(["RangeError", "/orders/:id"]),
    );
  });

  test(`a module that is required, ${runtime}: it is seen, and what it requires is whole`, () => {
    const folder = folderOf("required", {
      "main.cjs": `const { app } = require("./app.mjs");
        const { getRequestListener } = require("@hono/node-server");
        (async () => { const answer = getRequestListener(app.fetch);\n${SERVICE} })();`,
      "app.mjs": `import { Hono } from "hono";
        import old from "./old.cjs";
        if (old.cache !== "object") throw new Error(old.cache);
        export const app = new Hono().get("/orders/:id", (context) => context.text("whole"));`,
      "old.cjs": "module.exports = { cache: typeof require.cache };",
    });
    const { messages } = run(runtime, folder, [...auto, "main.cjs"]);
    // What is required so is loaded past the thread of hooks that an older Node has: it runs, and its route is not known.
    const { stdout } = spawnSync(RUNTIMES[runtime].command[0], ["--version"], { encoding: "utf8" });
    const route = /^v20\./.test(stdout) ? undefined : "/orders/:id";
    const ends = messages.filter(({ action_type, status }) => action_type === "http.request" && status === 200);
    assert.deepEqual(
      ends.map((end) => end.route),
      Array(3).fill(route),
    );
  });

  for (const format of ["cjs", "esm"]) {
    test(`a bundle of one file (${format}), ${runtime}: no harm, and what needs no file is seen`, async () => {
      const { rolldown } = await import("rolldown");
      const folder = folderOf("bundle", {
        "app.mjs": `import express from "express";
          import fastify from "fastify";
          import pg from "pg";
          import Koa from "koa";
          new pg.Pool();
          new Koa();
          fastify();
          const app = express().get("/orders/:id", (_request, response) => response.json({}));
          import http from "node:http";
          const server = http.createServer(app).listen(0, "127.0.0.1", async () => {
            const { port } = server.address();
            for (const id of [1, 2, 3]) await (await fetch(\`http://127.0.0.1:\${port}/orders/\${id}\`)).text();
            server.closeAllConnections();
            server.close();
          });`,
      });
      const bundle = await rolldown({
        input: join(folder, "app.mjs"),
        platform: "node",
        external: ["pg-native", "pg-cloudflare", "clew", "clew/auto"],
        logLevel: "silent",
      });
      const file = join(folder, `bundle.${format === "cjs" ? "cjs" : "mjs"}`);
      await bundle.write({ file, format });
      const alone = mkdtempSync(join(base, "alone-"));
      cpSync(file, join(alone, "main.js"));
      writeFileSync(join(alone, "package.json"), JSON.stringify({ type: format === "cjs" ? "commonjs" : "module" }));
      const ran = run(runtime, alone, ["--import", pathToFileURL(join(clew, "dist/auto.js")).href, "main.js"]);
      assert.ok(!ran.stderr.includes("CLEW_"), ran.stderr);
      const ends = ran.messages.filter(({ action_status }) => action_status === "succeeded");
      assert.equal(ends.filter(({ action_type }) => action_type === "http.call").length, 3);
      assert.equal(ends.filter(({ route }) => route === "/orders/:id").length, 3);
    });
  }
}
