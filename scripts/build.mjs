// Builds the packages, each after those that it is compiled against: the library, the log that can be asked, the page,
// and the command, which serves the page.
import { spawnSync } from "node:child_process";
import { cpSync, existsSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { writePageFiles } from "./page-files.mjs";

const root = fileURLToPath(new URL("..", import.meta.url));
const tsdown = fileURLToPath(new URL("../node_modules/tsdown/dist/run.mjs", import.meta.url));

for (const folder of ["packages/clew", "packages/log", "packages/viewer", "packages/cli"]) {
  const path = `${root}${folder}`;
  // What is packed carries its licence and its description.
  if (folder !== "packages/viewer")
    for (const page of ["README.md", "LICENSE"]) cpSync(`${root}${page}`, `${path}/${page}`);
  // Built beside and put in place at once: who runs meanwhile finds the old files or the new ones, never none.
  const next = `${path}/dist.${process.pid}`;
  const { status, stdout, stderr } = spawnSync(process.execPath, [tsdown, "--logLevel", "warn", "--out-dir", next], {
    cwd: path,
    encoding: "utf8",
  });
  if (status !== 0) {
    rmSync(next, { recursive: true, force: true });
    console.error(`${stdout}${stderr}\nBuilding ${folder} failed.`);
    process.exit(1);
  }
  if (folder === "packages/clew") leanDeclarations(next);
  if (folder === "packages/viewer") writePageFiles(path, next);
  if (folder === "packages/cli") {
    addDemo(`${next}/demo`);
    cpSync(`${root}packages/viewer/dist`, `${next}/page`, { recursive: true });
    addLicences(next);
  }
  const old = `${path}/dist.${process.pid}.old`;
  if (existsSync(`${path}/dist`)) renameSync(`${path}/dist`, old);
  renameSync(next, `${path}/dist`);
  rmSync(old, { recursive: true, force: true });
}

/**
 * Leaves out of declarations what no reader of theirs looks at: where a file's part begins, how deep a comment stands, and a
 * door's second list of names.
 *
 * @param {string} built
 */
function leanDeclarations(built) {
  for (const name of readdirSync(built, { recursive: true, encoding: "utf8" })) {
    if (!/\.d\.c?ts$/.test(name)) continue;
    const declarations = readFileSync(`${built}/${name}`, "utf8");
    const lean = declarations.replaceAll(/^\/\/#(?:end)?region.*\n/gm, "").replaceAll(/^ +(?=\*)/gm, " ");
    writeFileSync(`${built}/${name}`, givenOn(lean));
  }
}

/** A door that only gives on what it imports, without naming it twice. @param {string} declarations */
function givenOn(declarations) {
  const lines = declarations.split("\n").filter((line) => !line.startsWith("///"));
  const given = /^export \{ (.*) \};$/.exec(lines.pop() ?? "")?.[1]?.split(", ");
  const imported = lines.map((line) => /^import \{ (.*) \} from .*;$/.exec(line)?.[1]?.split(", ") ?? [""]);
  const names = imported.flat().map((each) => each.replace(/^.* as /, ""));
  if (given === undefined || names.sort().join() !== given.sort().join()) return declarations;
  return `${lines.map((line) => line.replace(/^import/, "export")).join("\n")}\n`;
}

/** What `clew demo` runs and reads stands once, in the examples and the fixtures. */
function addDemo(stage) {
  cpSync(`${root}examples/shop`, `${stage}/shop`, { recursive: true, filter: (path) => !path.endsWith(".md") });
  cpSync(`${root}fixtures/python-eliot/1.13/docs-parent-child.log`, `${stage}/python-eliot/docs-parent-child.log`);
}

/** Libraries whose code stands in the command's own files travel with their licences. */
function addLicences(built) {
  const folders = new Map(
    ["preact", "@preact/signals", "@preact/signals-core"].map((name) => [name, `${root}node_modules/${name}`]),
  );
  for (const file of readdirSync(built).filter((name) => /\.c?js$/.test(name))) {
    const text = readFileSync(`${built}/${file}`, "utf8");
    for (const [, folder, name] of text.matchAll(/^\/\/#region (\S*node_modules\/((?:@[^/\s]+\/)?[^/\s]+))/gm))
      folders.set(name, `${root}packages/cli/${folder}`);
  }
  const licences = [...folders].sort().map(([name, folder]) => {
    const { version } = JSON.parse(readFileSync(`${folder}/package.json`, "utf8"));
    const licence = readdirSync(folder).find((file) => /^licen[cs]e(\.\w+)?$/i.test(file));
    return `${name} ${version}\n\n${readFileSync(`${folder}/${licence}`, "utf8").trim()}\n`;
  });
  writeFileSync(`${built}/LICENSES.txt`, licences.join(`\n${"-".repeat(80)}\n\n`));
}
