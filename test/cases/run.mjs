// npm run cases -- FOLDER…: runs small programs against the packed packages, as somebody has them who installed clew.
// A program exits 0 where clew is right; else it prints a sentence and exits 1. Prints a table and the counts.
//
// A folder holds programs (NAME.mjs, .js, .cjs, .sh), files that must compile (NAME.ts), and folders with a run.sh, which is
// given the folder in which clew is installed. Beside them may lie samples and pages for people. A program
// that only prints, and a page that tells in words what is right, are run in the form of their copy in test/cases, which
// judges by itself.
import { spawn, spawnSync } from "node:child_process";
import {
  cpSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { builtinModules } from "node:module";
import { tmpdir } from "node:os";
import { basename, extname, join, relative, resolve } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../..", import.meta.url));
const copies = join(root, "test/cases");
const TIMEOUT_MS = 120_000;
const AT_ONCE = 2;
const PROGRAMS = [".mjs", ".js", ".cjs", ".ts", ".sh"];

/** What needs another runtime or a server, or quotes what is told otherwise by now: what holds its place is named here. */
const HELD_ELSEWHERE = {
  "workers-clock-and-context.js": "needs workerd; npm run test:edge holds it there",
  "monitor-on-bun-and-deno.mjs": "needs Bun and Deno; npm run test:runtimes holds it there",
  "express-naive.ts": "needs Express; npm run test:web holds what logs its requests",
  "express-middleware-needed.ts": "is what clew/bridge/express is now; npm run test:web holds it",
  "otel-two-traceparents.mjs": "needs OpenTelemetry; npm run test:otel holds it",
  "pg-callback-context.mjs": "needs a PostgreSQL; docs/guides/in-production.md tells of pools that call back",
  "as-the-guide-says.ts": "quotes a block of the guide; test/docs compiles the block that is there now",
};

const folders = process.argv.slice(2);
if (folders.length === 0) {
  console.error("usage: npm run cases -- FOLDER…   (each program exits 0, or prints a sentence and exits 1)");
  process.exit(2);
}
const missing = folders.filter((folder) => !existsSync(folder));
for (const folder of missing) console.log(`${folder} is not there: skipped`);
const cases = folders.filter((folder) => existsSync(folder)).flatMap((folder) => casesIn(resolve(folder)));
if (cases.length === 0) process.exit(missing.length > 0 ? 0 : 1);

const scratch = realpathSync(mkdtempSync(join(tmpdir(), "clew-cases-")));
const results = [];
try {
  install(cases);
  const waiting = cases.entries();
  await Promise.all(
    Array.from({ length: AT_ONCE }, async () => {
      for (const [index, found] of waiting) results[index] = { ...found, ...(await outcome(found, index)) };
    }),
  );
} finally {
  rmSync(scratch, { recursive: true, force: true });
}
report();

/** @typedef {{ name: string, kind: "run" | "compile" | "none", file: string, why?: string }} Case */

/** @returns {Case[]} */
function casesIn(folder) {
  return readdirSync(folder, { withFileTypes: true })
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => {
      const file = join(folder, entry.name);
      if (entry.isDirectory()) return entry.name === "node_modules" ? [] : ofFolder(file);
      return ofFile(file, join(basename(folder), entry.name));
    });
}

function ofFolder(folder) {
  const script = join(folder, "run.sh");
  if (existsSync(script)) return [{ name: named(script), kind: "run", file: script }];
  return casesIn(folder);
}

function ofFile(file, place) {
  const name = named(file);
  const elsewhere = HELD_ELSEWHERE[basename(file)];
  if (elsewhere !== undefined) return [{ name, kind: "none", file, why: elsewhere }];
  const type = extname(file);
  if (type === ".md") return ofPage(file, name, place);
  if (!PROGRAMS.includes(type) || file === fileURLToPath(import.meta.url)) return [];
  if (judges(file)) return [{ name, kind: type === ".ts" ? "compile" : "run", file }];
  const stem = join(copies, place.slice(0, -type.length));
  const copy = [".mjs", ".ts", ".sh"].map((end) => stem + end).find((path) => existsSync(path));
  if (copy === undefined || copy === file)
    return [{ name, kind: "none", file, why: "it prints, for a person to judge" }];
  return [{ name: `${name} → ${named(copy)}`, kind: copy.endsWith(".ts") ? "compile" : "run", file: copy }];
}

/** A page that tells what is right of the sample beside it, unless a program does. */
function ofPage(file, name, place) {
  const stem = file.slice(0, -".md".length);
  if (basename(file) === "README.md" || PROGRAMS.some((end) => existsSync(stem + end))) return [];
  const copy = join(copies, `${place.slice(0, -".md".length)}.sh`);
  if (!existsSync(copy)) return [{ name, kind: "none", file, why: "it tells in words, for a person to judge" }];
  return [{ name: `${name} → ${named(copy)}`, kind: "run", file: copy }];
}

function named(file) {
  return relative(process.cwd(), file);
}

/** Whether the program says by itself if all is well: by its exit status, or by compiling. */
function judges(file) {
  const text = readFileSync(file, "utf8");
  if (file.endsWith(".ts")) return !/^import .* from "(?!clew)/m.test(text);
  return /process\.exit(Code)?\b|^exit\b|^set -e|\bassert\b/m.test(text);
}

/** Packs the packages and installs them as npm does for anybody, with what the programs import beside them. */
function install(found) {
  const ready = spawnSync(process.execPath, [join(root, "scripts/ready.mjs")], { stdio: "inherit" });
  if (ready.status !== 0) process.exit(2);
  for (const file of ["package.json", "package-lock.json"]) cpSync(join(copies, file), join(scratch, file));
  npm(["install", "--no-save"]);
  const packed = ["clew", "log", "cli"]
    .map((name) => join(root, "packages", name))
    .filter((folder) => existsSync(join(folder, "package.json")))
    .map((folder) => pack(folder));
  // One after the other names itself by what was installed before it; DuckDB is optional, large, and there for queries.
  const asksSql = found.some(({ file, kind }) => kind === "run" && /\bclew query\b/.test(readFileSync(file, "utf8")));
  const omit = asksSql ? [] : ["--omit=optional"];
  npm(["install", "--no-save", ...omit, ...packed]);
  const lacking = [...new Set(found.flatMap(({ file, kind }) => (kind === "run" ? importsOf(file) : [])))].filter(
    (name) => !existsSync(join(scratch, "node_modules", name)),
  );
  if (lacking.length === 0) return;
  console.log(`installing ${lacking.join(", ")}, which programs import; test/cases/package.json does not name them`);
  npm(["install", "--no-save", ...omit, ...packed, ...lacking]);
}

function pack(folder) {
  const { stdout } = command("npm", ["pack", "--json", "--pack-destination", scratch], folder);
  return join(scratch, JSON.parse(stdout)[0].filename);
}

function npm(args) {
  command("npm", [...args, "--no-fund", "--no-audit", "--prefer-offline", "--loglevel=error"], scratch);
}

function command(name, args, cwd) {
  const result = spawnSync(name, args, { cwd, encoding: "utf8", maxBuffer: 1 << 27 });
  if (result.status !== 0) {
    console.error(`${name} ${args.join(" ")} ended with ${result.status}:\n${result.stdout}${result.stderr}`);
    rmSync(scratch, { recursive: true, force: true });
    process.exit(2);
  }
  return result;
}

/** The packages that a program imports. */
function importsOf(file) {
  const names = [...readFileSync(file, "utf8").matchAll(/\b(?:from|import) *["']([^"'.][^"']*)["']/g)];
  return names
    .map(([, specifier]) =>
      specifier
        .split("/")
        .slice(0, specifier.startsWith("@") ? 2 : 1)
        .join("/"),
    )
    .filter((name) => !name.includes(":") && !builtinModules.includes(name) && !/^(@?clew)\b/.test(name));
}

/** Each program runs in a folder of its own, so that none finds the files of another. */
function outcome({ kind, file, why }, index) {
  if (kind === "none") return { verdict: "not run", said: why };
  const folder = join(scratch, `case-${index}`);
  cpSync(statSync(file).isDirectory() ? file : join(file, ".."), folder, { recursive: true });
  const own = join(folder, "package.json");
  if (!existsSync(own)) writeFileSync(own, '{ "type": "module" }\n');
  const here = join(folder, basename(file));
  const [name, args] =
    kind === "compile"
      ? [join(scratch, "node_modules/.bin/tsc"), [...compilerOptions(file), here]]
      : file.endsWith(".sh")
        ? ["bash", [here, scratch]]
        : [process.execPath, [here]];
  return new Promise((done) => {
    const started = performance.now();
    const bin = join(scratch, "node_modules/.bin");
    const env = { ...process.env, PATH: `${bin}:${process.env.PATH}`, NO_COLOR: "1", FORCE_COLOR: undefined };
    const child = spawn(name, args, { cwd: folder, env, timeout: TIMEOUT_MS, killSignal: "SIGKILL" });
    child.stdin.end();
    let said = "";
    for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk) => (said += chunk));
    child.on("close", (code, signal) => {
      const seconds = (performance.now() - started) / 1000;
      const end = signal === null ? `exit status ${code}` : `ended by ${signal}`;
      done({ verdict: code === 0 ? "ok" : "FAILED", said: code === 0 ? "" : said.trim() || end, seconds });
    });
  });
}

/** Those of the file's first comment (`// tsc --strict …:`), or strict ones. */
function compilerOptions(file) {
  const [, said] =
    /^\/\/ tsc ((?:--?\S+(?: (?!-)[a-z0-9]+)?\s*)+)/.exec(readFileSync(file, "utf8").replace(/:.*/, "")) ?? [];
  const options = (said ?? "--strict --module nodenext --noEmit").trim().split(/\s+/);
  return [...options, "--target", "es2022", "--skipLibCheck", "--types", "node"];
}

function report() {
  for (const { name, verdict, said, seconds } of results) {
    console.log(`${verdict.padEnd(8)}${name}${seconds === undefined ? "" : ` (${seconds.toFixed(1)} s)`}`);
    if (said)
      console.log(
        said
          .split("\n")
          .slice(0, 12)
          .map((line) => `        ${line}`)
          .join("\n"),
      );
  }
  const count = (verdict) => results.filter((result) => result.verdict === verdict).length;
  console.log(`${results.length} cases: ${count("ok")} ok, ${count("FAILED")} failed, ${count("not run")} not run`);
  process.exit(count("FAILED") > 0 ? 1 : 0);
}
