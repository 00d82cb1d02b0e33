// npm run test:pm2: under PM2 no line is lost, in fork and in cluster mode, to the standard output and to a file, in each mode;
// also of those that were logged just before PM2 ends the program. PM2 is the real one, with a daemon of its own.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { setTimeout as wait } from "node:timers/promises";
import { fileURLToPath } from "node:url";

const here = fileURLToPath(new URL(".", import.meta.url));
if (!existsSync(join(here, "node_modules"))) {
  const args = ["ci", "--no-fund", "--no-audit", "--omit=optional"];
  const { status, stderr } = spawnSync("npm", args, { cwd: here, encoding: "utf8" });
  assert.equal(status, 0, stderr);
}

const COUNT = 500;
const PATIENCE_MS = 30_000;
const home = mkdtempSync(join(tmpdir(), "clew-pm2-"));
after(() => {
  pm2(["kill"]);
  rmSync(home, { recursive: true, force: true });
});

function pm2(args, env = {}) {
  const { status, stdout, stderr } = spawnSync(join(here, "node_modules/.bin/pm2"), args, {
    cwd: home,
    encoding: "utf8",
    env: { ...process.env, PM2_HOME: join(home, ".pm2"), ...env },
  });
  assert.equal(status, 0, stdout + stderr);
}

/** Waits until `look` gives something, and gives it. */
async function seen(what, look) {
  for (const until = Date.now() + PATIENCE_MS; Date.now() < until; await wait(20)) {
    const found = look();
    if (found !== undefined) return found;
  }
  assert.fail(`${what} did not come within ${PATIENCE_MS} ms`);
}

/** The numbers of the messages in a folder's logs, of each instance. */
function logged(folder) {
  const numbers = new Map();
  for (const name of readdirSync(folder).filter((file) => file.endsWith(".log"))) {
    for (const line of readFileSync(join(folder, name), "utf8").split("\n")) {
      if (!line.startsWith("{")) continue;
      const { message_type, instance, i } = JSON.parse(line);
      if (message_type === "numbered") numbers.set(instance, [...(numbers.get(instance) ?? []), i]);
    }
  }
  return numbers;
}

const EXPECTED = Array.from({ length: COUNT }, (_, i) => i);
let runs = 0;

for (const [mode, instances] of [
  ["fork", 1],
  ["cluster", 2],
]) {
  for (const [to, writing] of [
    ["stdout", "sync"],
    ["stdout", "buffered"],
    ["file", "sync"],
    ["file", "buffered"],
    ["file", "thread"],
  ]) {
    test(`PM2, ${mode} mode: no line to a ${to} in mode ${writing} is lost`, async () => {
      const name = `run-${runs++}`;
      const folder = join(home, name);
      mkdirSync(folder);
      const env = { CLEW_TO: to, CLEW_MODE: writing, CLEW_COUNT: String(COUNT), CLEW_FOLDER: folder };
      const logs = ["--output", join(folder, "out.log"), "--error", join(folder, "error.txt"), "--merge-logs"];
      const asCluster = mode === "cluster" ? ["-i", String(instances)] : [];
      pm2(["start", join(here, "program.mjs"), "--name", name, "--no-autorestart", ...asCluster, ...logs], env);
      await seen("the program's last message", () =>
        Array.from({ length: instances }, (_, i) => existsSync(join(folder, `ready-${i}`))).every(Boolean)
          ? true
          : undefined,
      );
      pm2(["delete", name]);
      // PM2 writes what it was given a little later.
      const all = await seen(`${instances} times ${COUNT} lines`, () => {
        const found = logged(folder);
        return [...found.values()].reduce((sum, numbers) => sum + numbers.length, 0) >= instances * COUNT
          ? found
          : undefined;
      }).catch((error) => {
        const counts = [...logged(folder)].map(([instance, { length }]) => `${length} of instance ${instance}`);
        throw new Error(`${error.message}: ${counts.join(", ") || "none"}`);
      });
      assert.equal(all.size, instances);
      for (const numbers of all.values()) assert.deepEqual(numbers, EXPECTED);
    });
  }
}
