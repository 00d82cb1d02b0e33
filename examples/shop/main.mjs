// @ts-check
// Runs the shop under load: node main.mjs [FOLDER]. The service and its customers are two processes on loopback, each
// with a log of its own in FOLDER; the two logs together hold one tree for each order.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

/**
 * @param {string} folder where the logs go; logs of an earlier run are replaced
 * @param {number} orders
 * @returns {Promise<{ logs: string[], placed: number, refused: number }>}
 */
export async function runShop(folder, orders = 240) {
  mkdirSync(folder, { recursive: true });
  const logs = [join(folder, "service.log"), join(folder, "customers.log")];
  for (const log of logs) rmSync(log, { force: true });
  const [serviceLog = "", customersLog = ""] = logs;

  const service = start("service.mjs", serviceLog);
  try {
    const [port] = await Promise.race([once(service.stdout, "data"), failed(service, "the service")]);
    const customers = start("client.mjs", customersLog, String(port).trim(), String(orders));
    const [counts] = await Promise.race([once(customers.stdout, "data"), failed(customers, "the customers")]);
    await Promise.all([ended(customers), ended(service, () => service.stdin.end())]);
    return { logs, ...JSON.parse(String(counts)) };
  } finally {
    service.stdin.end();
  }
}

/** @param {string} program @param {string[]} args */
function start(program, ...args) {
  const path = fileURLToPath(new URL(program, import.meta.url));
  return spawn(process.execPath, [path, ...args], { stdio: ["pipe", "pipe", "inherit"] });
}

/** @param {import("node:child_process").ChildProcess} child @param {string} name @returns {Promise<never>} */
async function failed(child, name) {
  const [code] = await once(child, "exit");
  throw new Error(`${name} ended with ${code} before it had said anything`);
}

/** @param {import("node:child_process").ChildProcess} child @param {() => void} [ask] */
async function ended(child, ask) {
  const exit = child.exitCode === null ? once(child, "exit") : undefined;
  ask?.();
  await exit;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { logs, placed, refused } = await runShop(process.argv[2] ?? "shop-logs");
  console.log(`${placed} orders placed, ${refused} refused; the logs: ${logs.join(", ")}`);
}
