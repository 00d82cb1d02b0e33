// Starts `clew receive` and two services that know nothing of it, orders some things, and asks why some orders failed:
// node main.mjs [FOLDER], where the log stays in FOLDER. Run `npm install` here first.
import { fork, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

const clew = fileURLToPath(new URL("../../packages/cli/bin/clew.js", import.meta.url));
const folder = process.argv[2] ?? mkdtempSync(join(tmpdir(), "clew-otel-service-"));
const log = join(folder, "received.log");

/** A port behind which another one is free as well, most likely. */
async function freePort() {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address();
  server.close();
  return port;
}

const receiver = spawn(process.execPath, [clew, "receive", log, "--port", "0"], {
  stdio: ["ignore", "pipe", "ignore"],
});
const [address] = await once(createInterface({ input: receiver.stdout }), "line");

const port = await freePort();
const env = { ...process.env, OTEL_EXPORTER_OTLP_ENDPOINT: address };
const service = fileURLToPath(new URL("service.mjs", import.meta.url));
const services = [fork(service, ["web", port], { env }), fork(service, ["stock", port + 1], { env })];
await Promise.all(services.map((child) => once(child, "message")));

for (let i = 0; i < 30; i++) await (await fetch(`http://127.0.0.1:${port}/${i % 5 === 0 ? "lamp" : "chair"}`)).text();

for (const child of [...services, receiver]) {
  const ended = once(child, "exit");
  child.kill("SIGTERM");
  await ended;
}
const { stdout } = spawnSync(process.execPath, [clew, "why", log], { encoding: "utf8" });
process.stdout.write(stdout.replaceAll(log, "received.log"));
if (process.argv[2] === undefined) rmSync(folder, { recursive: true });
