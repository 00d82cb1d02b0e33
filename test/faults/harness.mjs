// Runs a program as a child process and counts the lines that it left behind.
import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/** A smaller run, for CI. Every row says the numbers that it ran with. */
export const isReduced = process.env.CLEW_FAULTS === "reduced";
export const MODES = ["sync", "buffered", "thread"];
/** Small enough that the rows rotate many times. */
export const LIMIT = 50_000;
/** The options of each kind of log file that a promise is to hold for. */
export const LOGS = MODES.flatMap((mode) => [{ mode }, { mode, rotate: { sizeBytes: LIMIT, keep: 1_000_000 } }]);

export function nameOf({ mode, rotate }) {
  return rotate === undefined ? mode : `${mode}, rotated`;
}

/** The number in full, or the one of the reduced run. */
export function amount(full, reduced) {
  return isReduced ? reduced : full;
}

/** Runs `body` with a folder of its own, which is gone afterwards. */
export async function withFolder(body) {
  const folder = mkdtempSync(join(tmpdir(), "clew-faults-"));
  try {
    return await body(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Starts a program of `programs/` with an object as its argument. */
export function start(program, options, { stdio = ["ignore", "pipe", "pipe"], env = {} } = {}) {
  const path = fileURLToPath(new URL(`programs/${program}.mjs`, import.meta.url));
  const child = spawn(process.execPath, [path, JSON.stringify(options)], {
    stdio,
    env: { ...process.env, NODE_OPTIONS: "", ...env },
  });
  const output = { stdout: "", stderr: "" };
  child.stdout?.setEncoding("utf8").on("data", (text) => {
    output.stdout += text;
  });
  child.stderr?.setEncoding("utf8").on("data", (text) => {
    output.stderr += text;
  });
  const ended = new Promise((resolve) => {
    child.on("close", (code, signal) => resolve({ code, signal, ...output }));
  });
  return { child, output, ended };
}

/** Runs a program to its end, and kills it where it takes longer than `withinMs`. */
export async function run(program, options, { withinMs = 120_000, ...spawning } = {}) {
  const { child, ended } = start(program, options, spawning);
  let isLate = false;
  const timer = setTimeout(() => {
    isLate = true;
    child.kill("SIGKILL");
  }, withinMs);
  const end = await ended;
  clearTimeout(timer);
  return { ...end, isLate };
}

/** What a program logged as `{ n }`, from 0 up without a gap, and what of it stands in a log. */
export function countLines(text, logged) {
  const seen = new Set();
  let torn = 0;
  let twice = 0;
  let inOrder = true;
  let last = -1;
  const messages = [];
  for (const line of text.split("\n")) {
    if (line === "") continue;
    let message;
    try {
      message = JSON.parse(line);
    } catch {
      torn++;
      continue;
    }
    messages.push(message);
    if (typeof message.n !== "number") continue;
    if (seen.has(message.n)) twice++;
    if (message.n < last) inOrder = false;
    last = message.n;
    seen.add(message.n);
  }
  let lost = 0;
  let firstLost;
  for (let n = 0; n < logged; n++) {
    if (seen.has(n)) continue;
    lost++;
    firstLost ??= n;
  }
  return { lines: messages.length, kept: seen.size, lost, firstLost, torn, twice, inOrder, messages };
}

/** The files that a log was rotated into, the oldest first, and the log itself, as far as they exist. */
export function filesOf(file) {
  const rotated = readdirSync(dirname(file)).filter((name) =>
    /^\.clew-\d{6,}$/.test(name.slice(basename(file).length)),
  );
  return [...rotated.sort().map((name) => join(dirname(file), name)), file].filter(existsSync);
}

export function textOf(file) {
  return filesOf(file)
    .map((one) => readFileSync(one, "utf8"))
    .join("");
}

/** The size of the largest file of a log. */
export function largestOf(file) {
  return Math.max(0, ...filesOf(file).map((one) => statSync(one).size));
}

/** Whether no file of the log is larger than its rotation lets it be. */
export function isWithinLimit(file, { rotate }) {
  return rotate === undefined || largestOf(file) <= rotate.sizeBytes;
}

/** `countLines` of a log and of what it was rotated into. */
export function countFile(file, logged) {
  return countLines(textOf(file), logged);
}

/** Waits until `isSo`, at most so long; gives whether it became so. */
export async function until(isSo, withinMs) {
  const end = performance.now() + withinMs;
  while (!isSo()) {
    if (performance.now() > end) return false;
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  return true;
}
