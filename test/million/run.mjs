// npm run test:million: what asks questions of a log of a million messages stays within 350 MB, whatever it is asked.
// Prints the time of each command as a multiple of what parsing alone takes. CLEW_MILLION=200000 for a smaller log.
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { writeLog } from "../../bench/log.mjs";

const MOST_BYTES = 350e6;
const messages = Number(process.env.CLEW_MILLION ?? 1_000_000);
if (!Number.isSafeInteger(messages) || messages < 1) {
  throw new Error(`CLEW_MILLION must be a number of messages, not ${JSON.stringify(process.env.CLEW_MILLION)}`);
}

const folder = mkdtempSync(join(tmpdir(), "clew-million-"));
const log = join(folder, "service.log");
const watched = fileURLToPath(new URL("watched.mjs", import.meta.url));
const clew = fileURLToPath(new URL("../../packages/cli/dist/main.js", import.meta.url));
const parse = fileURLToPath(new URL("parse-alone.mjs", import.meta.url));

let tooLarge = 0;
try {
  writeLog(log, messages);
  const megabytes = (statSync(log).size / 1e6).toFixed(0);
  console.log(`Node ${process.versions.node}, ${messages.toLocaleString("en")} messages, ${megabytes} MB\n`);
  const alone = run("parsing alone", [parse, log]);
  for (const command of ["why", "slow", "stats", "tree"]) {
    const { milliseconds, bytes } = run(`clew ${command}`, [clew, command, log], alone.milliseconds);
    if (milliseconds > 0 && bytes > MOST_BYTES) tooLarge++;
  }
} finally {
  rmSync(folder, { recursive: true });
}
console.log(tooLarge === 0 ? "\nEach stayed within 350 MB." : `\n${tooLarge} took more than ${MOST_BYTES / 1e6} MB.`);
process.exitCode = tooLarge === 0 ? 0 : 1;

/**
 * Runs a program to its end and prints what it took.
 *
 * @param {string} name
 * @param {readonly string[]} program  and its arguments
 * @param {number} [unit]  milliseconds that are called 1
 */
function run(name, program, unit) {
  const args = ["--import", watched, ...program];
  const { status, stderr } = spawnSync(process.execPath, args, {
    encoding: "utf8",
    stdio: ["ignore", "ignore", "pipe"],
    env: { ...process.env, CLEW_COLOR: "never" },
  });
  const figures = /WATCHED (\d+) (\d+)/.exec(stderr);
  // 1 says that nothing was found, which is an answer.
  if (figures === null || (status !== 0 && status !== 1)) throw new Error(`${name} ended with ${status}:\n${stderr}`);
  const milliseconds = Number(figures[1]);
  const bytes = Number(figures[2]);
  const times = (milliseconds / (unit ?? milliseconds)).toFixed(2);
  console.log(
    `${name.padEnd(16)} ${String(milliseconds).padStart(8)} ms ${times.padStart(7)} x ${(bytes / 1e6).toFixed(0).padStart(6)} MB`,
  );
  return { milliseconds, bytes };
}
