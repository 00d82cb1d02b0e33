// What the tests of services stand on, in packages of their own: installed where it is missing.

import { spawnSync } from "node:child_process";
import { cpSync, existsSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const folder = fileURLToPath(new URL(".", import.meta.url));
const runtimes = fileURLToPath(new URL("../../fixtures/runtimes", import.meta.url));

/** Installs frameworks and drivers, and the other runtimes where they are wanted. */
export function install({ withRuntimes }) {
  npm(["install", "--no-save"], folder, `${folder}/node_modules/express`);
  npm(["install", "--no-save"], `${folder}/old`, `${folder}/old/node_modules/express`);
  if (withRuntimes) npm(["install", "--no-package-lock"], runtimes, `${runtimes}/node_modules/deno`);
}

const built = new Set();

/** Builds the application of Next, once: as it is, or plain, without the file that has its one line. */
export function buildNext(isPlain) {
  const name = isPlain ? "next-plain" : "next";
  if (built.has(name)) return;
  if (isPlain) {
    const isOwn = (path) => !/[\\/](?:instrumentation\.js|\.next)$/.test(path);
    cpSync(join(folder, "next"), join(folder, name), { recursive: true, filter: isOwn });
  }
  const args = [`${folder}/node_modules/next/dist/bin/next`, "build", name];
  const env = { ...process.env, NEXT_TELEMETRY_DISABLED: "1" };
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { cwd: folder, encoding: "utf8", env });
  if (status !== 0) throw new Error(`next build failed: ${stdout}${stderr}`);
  built.add(name);
}

function npm(args, cwd, proof) {
  if (existsSync(proof)) return;
  const { status, stderr } = spawnSync("npm", [...args, "--no-fund", "--no-audit"], { cwd, encoding: "utf8" });
  if (status !== 0) throw new Error(`npm ${args.join(" ")} in ${cwd} failed: ${stderr}`);
}

/** The runtimes: how each is called, and what loads `clew/auto` before its program. */
export const RUNTIMES = {
  node: { command: [process.execPath], preload: ["--import", "clew/auto"] },
  node22: { command: [`${runtimes}/node_modules/node22/bin/node`], preload: ["--import", "clew/auto"] },
  node24: { command: [`${runtimes}/node_modules/node24/bin/node`], preload: ["--import", "clew/auto"] },
  node26: { command: [`${runtimes}/node_modules/node26/bin/node`], preload: ["--import", "clew/auto"] },
  bun: { command: [`${runtimes}/node_modules/.bin/bun`], preload: ["--preload", "clew/auto"] },
  deno: {
    command: [`${runtimes}/node_modules/.bin/deno`, "run", "--allow-all"],
    preload: ["--preload", "preload.mjs"],
  },
};
