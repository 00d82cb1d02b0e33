// npm run release [-- --publish]: publishes the packages, each before those that depend on it, with provenance. Without
// --publish it is a dry run, which says what would be sent and what is still missing. A real one runs in CI alone: there is
// who vouches for what was built from which commit.
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { packAll } from "./pack.mjs";

const root = fileURLToPath(new URL("..", import.meta.url));
const { values } = parseArgs({ options: { publish: { type: "boolean", default: false } } });
const manifests = ["clew", "log", "cli"].map((folder) =>
  JSON.parse(readFileSync(`${root}packages/${folder}/package.json`, "utf8")),
);

const missing = whatIsMissing();
for (const each of missing) console.log(`Missing: ${each}`);
if (values.publish && missing.length > 0) process.exit(1);

const folder = mkdtempSync(join(tmpdir(), "clew-release-"));
try {
  for (const [name, tarball] of Object.entries(packAll(folder))) {
    const how = ["publish", tarball, "--access", "public", "--provenance", ...(values.publish ? [] : ["--dry-run"])];
    console.log(`npm ${how.join(" ").replace(tarball, name)}`);
    const { status } = spawnSync("npm", how, { stdio: "inherit" });
    if (status !== 0) {
      process.exitCode = 1;
      break;
    }
  }
} finally {
  rmSync(folder, { recursive: true });
}
if (!values.publish && process.exitCode === undefined) console.log("A dry run: nothing was published.");

/** What a release must have, in sentences. @returns {string[]} */
function whatIsMissing() {
  const said = [];
  const [{ version }] = manifests;
  for (const manifest of manifests) {
    if (manifest.version !== version) said.push(`${manifest.name} is ${manifest.version}, and clew ${version}`);
    for (const [name, range] of Object.entries(manifest.dependencies ?? {})) {
      if (manifests.some((other) => other.name === name) && range !== version)
        said.push(`${manifest.name} depends on ${name} ${range}, and not on ${version} alone`);
    }
    // Who checks the provenance compares it with this.
    if (manifest.repository === undefined) said.push(`${manifest.name} has no repository, which provenance needs`);
  }
  const changelog = readFileSync(`${root}CHANGELOG.md`, "utf8");
  if (!new RegExp(`^## ${version.replaceAll(".", "\\.")}, \\d{4}-\\d\\d-\\d\\d$`, "m").test(changelog))
    said.push(`CHANGELOG.md has no "## ${version}, YYYY-MM-DD"`);
  const { stdout } = spawnSync("git", ["status", "--porcelain"], { cwd: root, encoding: "utf8" });
  if (stdout.trim() !== "") said.push("there are changes that are not committed");
  if (process.env.ACTIONS_ID_TOKEN_REQUEST_URL === undefined && process.env.SIGSTORE_ID_TOKEN === undefined)
    said.push("this is no job of CI that may ask for an identity (GitHub: permissions: id-token: write)");
  return said;
}
