// Installs and builds what is missing, says what it does, and asks nothing. Every script of the root begins with it.
// Plain JavaScript without packages: on a fresh machine nothing else is there.
import { spawnSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
const [major] = process.versions.node.split(".").map(Number);
if (major < 20) {
  console.error(`clew needs Node 20 or later to build; this is Node ${process.versions.node}. Install a newer Node.`);
  process.exit(2);
}

const PACKAGES = ["packages/clew", "packages/log", "packages/viewer", "packages/cli"];

// Not `npm ci`: it refuses a lockfile that lacks optional packages of other platforms, which not every registry has.
// This installs the versions of the lockfile too, and leaves the file as it is.
const INSTALL = ["install", "--no-save", "--no-fund", "--no-audit"];
if (!isInstalled()) run("Installing the packages of package-lock.json", "npm", INSTALL);
if (!isBuilt()) run(`Building ${PACKAGES.join(", ")}`, process.execPath, ["scripts/build.mjs"]);

/** npm keeps a copy of the lockfile it installed; where ours is newer, or a package of ours has no link, something is missing. */
function isInstalled() {
  const installed = join(root, "node_modules/.package-lock.json");
  if (!existsSync(installed) || !existsSync(join(root, "node_modules/.bin/clew"))) return false;
  const { packages } = JSON.parse(readFileSync(installed, "utf8"));
  const wanted = JSON.parse(readFileSync(join(root, "package-lock.json"), "utf8")).packages;
  return Object.entries(wanted).every(
    ([path, { version, link, optional }]) =>
      path === "" ||
      optional ||
      !path.startsWith("node_modules") ||
      (link ? existsSync(join(root, path)) : packages[path]?.version === version),
  );
}

function isBuilt() {
  const stamp = join(root, "packages/cli/dist/main.js");
  if (!existsSync(stamp) || !existsSync(join(root, "packages/clew/dist/index.js"))) return false;
  const builtAt = statSync(stamp).mtimeMs;
  return PACKAGES.every((folder) => newest(join(root, folder)) <= builtAt);
}

/** When the newest file that a build reads was changed. */
function newest(folder) {
  let latest = 0;
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    if (
      /^(dist(\..*)?|README\.md|LICENSE)$/.test(entry.name) ||
      entry.name === "node_modules" ||
      entry.name.endsWith(".test.ts")
    )
      continue;
    const path = join(folder, entry.name);
    latest = Math.max(latest, entry.isDirectory() ? newest(path) : statSync(path).mtimeMs);
  }
  return latest;
}

function run(what, command, args) {
  console.error(`${what} ...`);
  const { status, stdout, stderr } = spawnSync(command, args, { cwd: root, encoding: "utf8" });
  if (status === 0) return;
  console.error(`${stdout}${stderr}\n${what} failed: ${command} ${args.join(" ")} ended with ${status}.`);
  process.exit(1);
}
