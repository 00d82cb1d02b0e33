// All of CI in one command: format, lint, types, tests (doors, arrows and documentation among them), packages; two at a time.
// --except NAME leaves one out, for who runs it otherwise.
import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";

const root = fileURLToPath(new URL("..", import.meta.url));
const bin = (name) => `${root}node_modules/.bin/${name}`;

// What fails is told; the counts come last.
const REPORTERS = ["--reporter=dot", "--reporter=./test/closing-line.ts"];
const SLOW = ["run", "--config", "vitest.slow.config.ts", ...REPORTERS];

const STEPS = [
  // The longest first: what is short fits beside it.
  ["documentation and packages", bin("vitest"), [...SLOW, "test/docs", "test/packages"]],
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
const AT_ONCE = 2;
let failed = 0;
const waiting = steps.values();
await Promise.all(
  Array.from({ length: AT_ONCE }, async () => {
    for (const step of waiting) await check(step);
  }),
);
if (failed > 0) {
  console.log(`${failed} of ${steps.length} checks failed.`);
  process.exit(1);
}
console.log(`All ${steps.length} checks hold.`);

async function check([what, command, args]) {
  const started = performance.now();
  const { status, output } = await run(command, args);
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  if (status === 0) {
    console.log(`ok      ${what} (${seconds} s)`);
    if (command.endsWith("vitest")) console.log(output.trim().split("\n").at(-1));
  } else {
    failed++;
    console.log(`FAILED  ${what} (${seconds} s)\n${output}`);
  }
}

function run(command, args) {
  return new Promise((resolve) => {
    const child = spawn(command, args, { cwd: root });
    let output = "";
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding("utf8").on("data", (text) => (output += text));
    child.on("error", ({ message }) => resolve({ status: 1, output: message }));
    child.on("close", (status) => resolve({ status, output }));
  });
}
