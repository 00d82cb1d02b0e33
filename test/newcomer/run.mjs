// npm run test:newcomer [-- NODE…]: an empty folder, the packed packages, and what README says, for npm, pnpm and yarn, on Node 20
// to 26, which npm ships. Without DuckDB too, which is optional. NODE is 20, 22, 24 or 26, or `here` for the one that runs this.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import {
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { after, test } from "node:test";
import { fileURLToPath } from "node:url";
import { packAll, settingsOf } from "../../scripts/pack.mjs";

const root = fileURLToPath(new URL("../..", import.meta.url));
const managers = fileURLToPath(new URL("managers", import.meta.url));
const runtimes = `${root}fixtures/runtimes`;
const asked = process.argv.slice(2);
const NODES = asked.length > 0 ? asked : ["20", "22", "24", "26"];

install(managers, "ci", "pnpm");
if (NODES.some((node) => node !== "here" && node !== process.versions.node.split(".")[0])) {
  install(runtimes, "install --no-package-lock", "node26");
}

const folder = mkdtempSync(join(tmpdir(), "clew-newcomer-"));
after(() => rmSync(folder, { recursive: true, force: true }));
const tarballs = packAll(join(folder, "packed"));
const settings = settingsOf(tarballs);
const files = Object.values(tarballs);

/** @type {Record<string, { install: string[], settings?: object, run: string[] }>} */
const MANAGERS = {
  npm: { install: ["npm", "install", ...files], run: ["npx", "clew"] },
  pnpm: {
    install: [`${managers}/node_modules/.bin/pnpm`, "add", ...files],
    settings: settings.pnpm,
    run: [`${managers}/node_modules/.bin/pnpm`, "exec", "clew"],
  },
  yarn: {
    install: [`${managers}/node_modules/.bin/yarn`, "add", "--silent", ...files],
    settings: settings.yarn,
    run: [`${managers}/node_modules/.bin/yarn`, "--silent", "clew"],
  },
  "npm without what is optional": { install: ["npm", "install", "--omit=optional", ...files], run: ["npx", "clew"] },
};

const readme = readFileSync(`${root}README.md`, "utf8");
const program = /^```ts\n([\s\S]*?)^```$/m.exec(readme)?.[1] ?? "";

for (const node of NODES) {
  const binary = nodeOf(node);
  const version = spawnSync(binary, ["--version"], { encoding: "utf8" }).stdout.trim();
  for (const [manager, { install: installed, settings: own, run }] of Object.entries(MANAGERS)) {
    test(`README's first program becomes a tree by ${manager}, on Node ${version}`, () => {
      const cwd = join(folder, `${node}-${manager.replaceAll(" ", "-")}`);
      mkdirSync(cwd);
      writeFileSync(join(cwd, "package.json"), JSON.stringify({ name: "newcomer", private: true, ...own }));
      writeFileSync(join(cwd, "app.mjs"), program);
      const env = { ...process.env, PATH: `${dirname(binary)}:${process.env.PATH}`, NO_COLOR: "1", CI: "1" };
      /** @param {readonly string[]} command */
      const say = ([command = "", ...args]) =>
        spawnSync(command, args, { cwd, env, encoding: "utf8", timeout: 240_000 });
      /** @param {readonly string[]} command */
      const well = (command) => {
        const { status, stdout, stderr } = say(command);
        assert.equal(status, 0, `${command.join(" ")}\n${stdout}${stderr}`);
        return stdout;
      };
      well(installed);
      well([binary, "app.mjs"]);
      assert.match(
        well([...run, "tree", "app.log"]),
        /✓ order {2}id=17\n.*✓ reserve .*\n.*✗ charge {2}RangeError: card declined/,
      );
      if (manager.endsWith("optional")) {
        const { status, stderr } = say([...run, "query", "select 1", "app.log"]);
        assert.equal(status, 2);
        assert.match(stderr, /DuckDB.* is not installed/);
      } else assert.match(well([...run, "query", "select count(*) as n from messages", "app.log"]), /^8$/m);
    });
  }
}

test("the library alone says where the command is", () => {
  const cwd = join(folder, "library");
  mkdirSync(cwd);
  writeFileSync(join(cwd, "package.json"), JSON.stringify({ name: "newcomer", private: true }));
  spawnSync("npm", ["install", String(tarballs.clew)], { cwd });
  const { status, stderr } = spawnSync("npx", ["clew", "demo"], { cwd, encoding: "utf8" });
  assert.equal(status, 2);
  assert.match(stderr, /say npx @clew\/cli demo, or npm install -D @clew\/cli/);
});

test("what is installed keeps to its budget", (t) => {
  const cwd = join(folder, "budget");
  mkdirSync(cwd);
  writeFileSync(join(cwd, "package.json"), JSON.stringify({ name: "newcomer", private: true }));
  spawnSync("npm", ["install", "--omit=optional", ...files], { cwd });
  const megabytes = {
    "the library, unpacked": sizeOf(join(cwd, "node_modules/clew")),
    "the command with all it needs but DuckDB": sizeOf(join(cwd, "node_modules")),
  };
  for (const [what, size] of Object.entries(megabytes)) t.diagnostic(`${what}: ${size.toFixed(2)} MB`);
  assert.ok(megabytes["the library, unpacked"] <= 1.5);
  assert.ok(megabytes["the command with all it needs but DuckDB"] <= 12);
});

/** Megabytes of all files below a folder. @param {string} path */
function sizeOf(path) {
  const files = readdirSync(path, { recursive: true, encoding: "utf8" }).map((name) => lstatSync(join(path, name)));
  return files.reduce((sum, file) => sum + (file.isFile() ? file.size : 0), 0) / 1e6;
}

/** @param {string} node */
function nodeOf(node) {
  if (node === "here" || node === process.versions.node.split(".")[0]) return process.execPath;
  return `${runtimes}/node_modules/node${node}/bin/node`;
}

/** @param {string} where @param {string} how @param {string} proof */
function install(where, how, proof) {
  if (existsSync(`${where}/node_modules/${proof}`)) return;
  const { status, stderr } = spawnSync("npm", [...how.split(" "), "--no-fund", "--no-audit"], {
    cwd: where,
    encoding: "utf8",
  });
  assert.equal(status, 0, stderr);
}
