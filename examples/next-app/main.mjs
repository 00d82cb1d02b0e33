// Builds and starts a shop on Next, looks at some orders, and asks why some failed: node main.mjs [FOLDER], where the log stays in
// FOLDER. Run `npm install` here first.
import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

const ORDERS = 40;

const here = fileURLToPath(new URL(".", import.meta.url));
const clew = fileURLToPath(new URL("../../packages/cli/bin/clew.js", import.meta.url));
const next = join(here, "node_modules/next/dist/bin/next");
const folder = resolve(process.argv[2] ?? mkdtempSync(join(tmpdir(), "clew-next-app-")));
const log = join(folder, "next.log");
const env = { ...process.env, NODE_ENV: "production", NEXT_TELEMETRY_DISABLED: "1" };

const { status, stdout, stderr } = spawnSync(process.execPath, [next, "build"], { cwd: here, encoding: "utf8", env });
if (status !== 0) throw new Error(`next build failed:\n${stdout}${stderr}`);

const server = spawn(process.execPath, [next, "start", "--hostname", "127.0.0.1", "--port", "0"], {
  cwd: here,
  env: { ...env, CLEW_FILE: log },
  stdio: ["ignore", "pipe", "ignore"],
});
const ended = once(server, "exit");
const address = await addressIn(server.stdout);
for (let id = 0; id < ORDERS; id++) await (await fetch(`${address}/orders/${id}`)).text();
server.kill("SIGTERM");
await ended;

const why = spawnSync(process.execPath, [clew, "why", log], { encoding: "utf8" });
process.stdout.write(why.stdout.replaceAll(log, "next.log"));
if (process.argv[2] === undefined) rmSync(folder, { recursive: true });

/** What the server says that it listens at, once it is ready. */
async function addressIn(output) {
  let address;
  for await (const line of createInterface({ input: output })) {
    address ??= /http:\/\/127\.0\.0\.1:\d+/.exec(line)?.[0];
    if (address !== undefined && /ready/i.test(line)) return address;
  }
  throw new Error("next start ended before it was ready");
}
