// Runs a program as a child process and counts the lines that it left behind.
import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

/** A smaller run, for CI. Every row says the numbers that it ran with. */
export const isReduced = process.env.CLEW_FAULTS === "reduced";
export const MODES = ["sync", "buffered"];

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
  for (let n = 0; n < logged; n++) if (!seen.has(n)) lost++;
  return { lines: messages.length, kept: seen.size, lost, torn, twice, inOrder, messages };
}

/** `countLines` of a file; one that does not exist is empty. */
export function countFile(file, logged) {
  return countLines(existsSync(file) ? readFileSync(file, "utf8") : "", logged);
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
