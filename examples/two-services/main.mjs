// Runs two services at two addresses, which have no line of clew in them, orders some things, and asks why some orders
// failed: node main.mjs [FOLDER], where the logs stay in FOLDER.
import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

const clew = fileURLToPath(new URL("../../packages/cli/bin/clew.js", import.meta.url));
const folder = process.argv[2] ?? mkdtempSync(join(tmpdir(), "clew-two-services-"));
const logs = ["shop.log", "stock.log"].map((name) => join(folder, name));

/** @param {string} name @param {string | undefined} log @param {object} env */
async function start(name, log, env) {
  const program = fileURLToPath(new URL(`${name}.mjs`, import.meta.url));
  const child = spawn(process.execPath, [clew, "run", "--file", String(log), "--", "node", program], {
    env: { ...process.env, PORT: "0", ...env },
    stdio: ["ignore", "pipe", "ignore"],
  });
  // Also where an order fails so that nobody comes to the end.
  process.once("exit", () => child.kill());
  const [line] = await once(createInterface({ input: child.stdout }), "line");
  return { child, port: line.split(" ")[1] };
}

const stock = await start("stock", logs[1], {});
const shop = await start("shop", logs[0], { STOCK_URL: `http://127.0.0.2:${stock.port}` });
for (let i = 0; i < 20; i++)
  await (await fetch(`http://127.0.0.1:${shop.port}/${i % 5 === 0 ? "lamp" : "chair"}`)).text();
for (const { child } of [shop, stock]) {
  const ended = once(child, "exit");
  child.kill("SIGTERM");
  await ended;
}

const ask = (/** @type {string[]} */ ...args) =>
  process.stdout.write(spawnSync(process.execPath, [clew, ...args, ...logs], { encoding: "utf8" }).stdout);
ask("why");
if (process.argv[2] === undefined) rmSync(folder, { recursive: true });
