// Part of npm run test:web: what services and their clients do that a plain request does not, of each real package, with no
// line of clew in the code. members.txt has the trees, one for each member; `node members.mjs --write` writes it anew, to be read.

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { readLog } from "./drive.mjs";
import { install, RUNTIMES } from "./install.mjs";
import { outlines } from "./outline.mjs";

const [wanted = "node"] = process.argv.slice(2);
const isToWrite = wanted === "--write";
const runtimes = (isToWrite ? "node" : wanted).split(",").filter((name) => name.startsWith("node"));
install({ withRuntimes: runtimes.some((name) => name !== "node") });
const place = new URL("members.txt", import.meta.url);

/** What each member logs on a runtime, by its name. */
function treesOn(runtime) {
  const folder = mkdtempSync(join(tmpdir(), "clew-members-"));
  const file = join(folder, "members.log");
  const { command, preload } = RUNTIMES[runtime];
  const ran = spawnSync(command[0], [...command.slice(1), ...preload, "members-app.mjs"], {
    cwd: fileURLToPath(new URL(".", import.meta.url)),
    env: { ...process.env, CLEW_FILE: file },
    encoding: "utf8",
    timeout: 120_000,
  });
  assert.match(ran.stdout, /DONE/, ran.stderr);
  const text = readFileSync(file, "utf8");
  assert.ok(!text.includes("secret"), "secrets are not in the log");
  const trees = outlines(readLog(file));
  rmSync(folder, { recursive: true, force: true });
  // What a member is asked from elsewhere has a task of its own, which follows it.
  const members = new Map();
  let name = "";
  for (const tree of trees) {
    name = /^✓ member name=(.*)/.exec(tree)?.[1] ?? name;
    members.set(name, members.has(name) ? `${members.get(name)}\n${tree}` : tree);
  }
  return members;
}

if (isToWrite) writeFileSync(place, `${[...treesOn("node").values()].join("\n\n")}\n`);
else {
  const expected = readFileSync(place, "utf8").trimEnd().split("\n\n");
  for (const runtime of runtimes) {
    test(`members on ${runtime}`, async (t) => {
      const members = treesOn(runtime);
      for (const tree of expected) {
        const name = /name=(.*)/.exec(tree)?.[1];
        await t.test(name, () => assert.equal(members.get(name), tree));
      }
      assert.equal(members.size, expected.length);
    });
  }
}
