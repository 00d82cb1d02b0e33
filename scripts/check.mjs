// All of CI in one command: format, lint, types, tests (doors, arrows and documentation among them), packages.
// --except NAME leaves one out, for who runs it otherwise.
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";

const root = fileURLToPath(new URL("..", import.meta.url));
const bin = (name) => `${root}node_modules/.bin/${name}`;

// What fails is told; the counts come last.
const REPORTERS = ["--reporter=dot", "--reporter=./test/closing-line.ts"];
const SLOW = ["run", "--config", "vitest.slow.config.ts", ...REPORTERS];

const STEPS = [
  ["format and lint", bin("biome"), ["ci", "--error-on-warnings", "."]],
  ["types of the portable rooms", bin("tsc"), ["-p", "packages/clew/tsconfig.portable.json"]],
  ["types of the library", bin("tsc"), ["-p", "packages/clew"]],
  ["types of the log", bin("tsc"), ["-p", "packages/log"]],
  ["types of the command", bin("tsc"), ["-p", "packages/cli"]],
  ["types of the page", bin("tsc"), ["-p", "packages/viewer"]],
  ["types of the tests", bin("tsc"), ["-p", "test"]],
  ["types of the examples", bin("tsc"), ["-p", "examples"]],
  ["what is never used", bin("knip"), []],
  ["tests", bin("vitest"), ["run", ...REPORTERS]],
  ["documentation and packages", bin("vitest"), [...SLOW, "test/docs", "test/packages"]],
  ["package clew: publint", bin("publint"), ["--strict", "packages/clew"]],
  ["package @clew/log: publint", bin("publint"), ["--strict", "packages/log"]],
  ["package @clew/cli: publint", bin("publint"), ["--strict", "packages/cli"]],
  ["package clew: are the types wrong", bin("attw"), ["--pack", "packages/clew"]],
  ["package @clew/log: are the types wrong", bin("attw"), ["--pack", "packages/log", "--profile", "node16"]],
];

const { values } = parseArgs({ options: { except: { type: "string" } } });
const steps = STEPS.filter(([what]) => what !== values.except);
if (values.except !== undefined) {
  if (steps.length === STEPS.length) throw new Error(`There is no check ${values.except}; see scripts/check.mjs`);
  console.log(`Left out: ${values.except}`);
}
let failed = 0;
for (const [what, command, args] of steps) {
  const started = performance.now();
  const { status, stdout, stderr } = spawnSync(command, args, { cwd: root, encoding: "utf8", maxBuffer: 1 << 28 });
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  if (status === 0) {
    console.log(`ok      ${what} (${seconds} s)`);
    if (command.endsWith("vitest")) console.log(stdout.trim().split("\n").at(-1));
  } else {
    failed++;
    console.log(`FAILED  ${what} (${seconds} s)\n${stdout}${stderr}`);
  }
}
if (failed > 0) {
  console.log(`${failed} of ${steps.length} checks failed.`);
  process.exit(1);
}
console.log(`All ${steps.length} checks hold.`);
