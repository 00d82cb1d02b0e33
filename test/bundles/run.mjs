// npm run test:bundles: a single file of each bundler and format, run in a folder in which there is nothing else. Prints what
// works in which.
import assert from "node:assert/strict";
import { execFile, spawnSync } from "node:child_process";
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

const here = fileURLToPath(new URL(".", import.meta.url));
if (!existsSync(join(here, "node_modules"))) {
  const { status, stderr } = spawnSync("npm", ["install", "--no-save", "--no-fund", "--no-audit"], {
    cwd: here,
    encoding: "utf8",
  });
  assert.equal(status, 0, stderr);
}
// Away from the project, whose settings bundlers would find, and with the package as it is packed.
const folder = mkdtempSync(join(tmpdir(), "clew-bundles-"));
const entry = join(folder, "program.mjs");
cpSync(join(here, "program.mjs"), entry);
mkdirSync(join(folder, "node_modules"));
const packed = spawnSync("npm", ["pack", "--json", "--pack-destination", folder], {
  cwd: fileURLToPath(new URL("../../packages/clew", import.meta.url)),
  encoding: "utf8",
});
const [{ filename }] = JSON.parse(packed.stdout);
spawnSync("tar", ["-xzf", filename], { cwd: folder });
renameSync(join(folder, "package"), join(folder, "node_modules/clew"));
const bun = join(here, "node_modules/.bin/bun");
const run = promisify(execFile);

/** What is no part of a bundle: Node's own. @param {string} id */
const isNodes = (id) => id.startsWith("node:");

/** Each makes `${out}/program.cjs` or `.mjs`, and nothing that it needs beside. @type {Record<string, (out: string) => Promise<unknown>>} */
const BUNDLERS = {
  "esbuild, cjs": async (out) => esbuild("cjs", join(out, "program.cjs")),
  "esbuild, esm": async (out) => esbuild("esm", join(out, "program.mjs")),
  "webpack, cjs": async (out) => webpackLike((await import("webpack")).default, out),
  "rspack, cjs": async (out) => webpackLike((await import("@rspack/core")).rspack, out),
  "rollup, cjs": async (out) => rollup("cjs", join(out, "program.cjs")),
  "rollup, esm": async (out) => rollup("es", join(out, "program.mjs")),
  "rolldown, cjs": async (out) => rolldown("cjs", join(out, "program.cjs")),
  "rolldown, esm": async (out) => rolldown("esm", join(out, "program.mjs")),
  "vite, ssr": async (out) => {
    const { build } = await import("vite");
    await build({
      root: folder,
      configFile: false,
      logLevel: "silent",
      ssr: { noExternal: true },
      build: {
        ssr: entry,
        outDir: out,
        rolldownOptions: { output: { entryFileNames: "program.mjs", codeSplitting: false } },
      },
    });
  },
  "ncc, cjs": async (out) => {
    const { default: ncc } = await import("@vercel/ncc");
    const { code } = await ncc(entry, { quiet: true, cache: false });
    writeFileSync(join(out, "program.mjs"), code);
  },
  "bun build, esm": async (out) => run(bun, ["build", entry, "--target=node", `--outfile=${join(out, "program.mjs")}`]),
  "bun build, cjs": async (out) =>
    run(bun, ["build", entry, "--target=node", "--format=cjs", `--outfile=${join(out, "program.cjs")}`]),
};

/** @param {"cjs" | "esm"} format @param {string} outfile */
async function esbuild(format, outfile) {
  const { build } = await import("esbuild");
  return build({ entryPoints: [entry], bundle: true, platform: "node", format, outfile, logLevel: "silent" });
}

/** @param {Function} bundler @param {string} path */
function webpackLike(bundler, path) {
  const output = { path, filename: "program.cjs" };
  const options = { mode: "production", target: "node20", entry, output, optimization: { minimize: true } };
  return new Promise((resolve, reject) => {
    bundler(options, (/** @type {Error | null} */ error, /** @type {{ hasErrors(): boolean } | undefined} */ stats) =>
      error === null && stats?.hasErrors() === false ? resolve(undefined) : reject(error ?? new Error(String(stats))),
    );
  });
}

/** @param {"cjs" | "es"} format @param {string} file */
async function rollup(format, file) {
  const { rollup: bundle } = await import("rollup");
  const { nodeResolve } = await import("@rollup/plugin-node-resolve");
  const plugins = [nodeResolve({ exportConditions: ["node"] })];
  const made = await bundle({ input: entry, plugins, external: isNodes, onwarn() {} });
  await made.write({ file, format, inlineDynamicImports: true });
}

/** @param {"cjs" | "esm"} format @param {string} file */
async function rolldown(format, file) {
  const { rolldown: bundle } = await import("rolldown");
  const made = await bundle({ input: entry, platform: "node", logLevel: "silent" });
  await made.write({ file, format, codeSplitting: false });
}

/** Every entry point that the package has. */
const exported = Object.keys(JSON.parse(readFileSync(join(folder, "node_modules/clew/package.json"), "utf8")).exports)
  .filter((door) => door !== "./package.json")
  .map((door) => `clew${door.slice(1)}`);

/** @typedef {{ works: Record<string, string>, entries: Record<string, string> }} Told */
/** @type {Record<string, Told>} */
const matrix = {};
for (const [name, bundle] of Object.entries(BUNDLERS)) {
  test(`a single file of ${name} starts with every entry point, and has its threads`, async () => {
    const out = join(folder, name.replaceAll(/\W+/g, "-"));
    mkdirSync(out);
    await bundle(out);
    const files = readdirSync(out).filter((file) => /\.[cm]?js$/.test(file));
    assert.equal(files.length, 1, `more than one file: ${files}`);
    const { stdout } = await run(process.execPath, [join(out, files[0] ?? "")], { cwd: out, timeout: 60_000 });
    /** @type {Told} */
    const told = JSON.parse(stdout.trim().split("\n").at(-1) ?? "");
    matrix[name] = told;
    assert.deepEqual(Object.keys(told.entries), exported, "program.mjs imports what the package exports");
    const { works, entries } = told;
    assert.deepEqual(new Set(Object.values({ ...works, ...entries })), new Set(["yes"]), JSON.stringify(told, null, 2));
  });
}

after(() => {
  rmSync(folder, { recursive: true, force: true });
  const bundlers = Object.keys(BUNDLERS);
  /** @param {string | undefined} said @param {string} column */
  const cell = (said, column) => (said === "yes" ? "yes" : "NO").padEnd(Math.max(3, column.length));
  const features = Object.keys(Object.values(matrix)[0]?.works ?? {});
  console.log(["    bundler, format".padEnd(22), ...features].join("  "));
  for (const [i, name] of bundlers.entries()) {
    const cells = features.map((feature) => cell(matrix[name]?.works[feature], feature));
    console.log([`${i + 1}`.padStart(2), name.padEnd(18), ...cells].join("  "));
  }
  // No entry point needs a package that is not there: what a bridge is for is handed to it, or found while the program runs.
  console.log(["\nentry point".padEnd(33), ...bundlers.map((_, i) => `${i + 1}`.padEnd(3))].join("  "));
  for (const entryPoint of exported) {
    const cells = bundlers.map((name) => cell(matrix[name]?.entries[entryPoint], ""));
    console.log([entryPoint.padEnd(32), ...cells].join("  "));
  }
});
