// Runs contestants against each other: each in a process of its own, in rounds that take turns, so that a machine that
// slows down slows all of them. What counts is CPU time, of all threads, garbage collection included; ratios of medians
// of one run can be compared, absolute times cannot.
import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/**
 * @typedef {object} Row
 * @property {string} id                what the row is called in the table
 * @property {string} what              what is done
 * @property {number} times             how often, in one measurement
 * @property {(times: number, folder: string) => void} [prepare]  makes what all of them read; is not measured
 * @property {Record<string, (times: number, folder: string) => unknown>} contestants  do it; may be asynchronous; who has
 *   another process do it gives `{ milliseconds }` of that one's CPU time
 * @property {Target[]} targets
 * @property {"cpu" | "memory" | "bytes"} [measures]  CPU time unless said otherwise; peak memory; or the number that a contestant gives
 * @property {boolean} [warmsUp]  whether contestants do it before they are measured; those that have another process do it do not
 * @property {string[]} [nodeOptions]
 *
 * @typedef {{ ours: string, against?: string, above?: string, atMost: number }} Target  without a peer: in the row's own
 *   unit; `above`: what counts is what each adds to that contestant
 */

const contest = fileURLToPath(new URL("contest.mjs", import.meta.url));

/**
 * Measures a row.
 *
 * @param {string} file  the module that gives the row
 * @param {Row} row
 * @param {{ rounds: number, share: number }} options  share: of the row's times, for a quick look
 * @returns {Record<string, number>} the median of each contestant: milliseconds of CPU time, MiB, or bytes
 */
export function measure(file, row, { rounds, share }) {
  const names = Object.keys(row.contestants);
  const results = new Map(names.map((name) => [name, /** @type {number[]} */ ([])]));
  const times = Math.max(1, Math.round(row.times * share));
  const prepared = row.prepare && mkdtempSync(join(tmpdir(), "clew-bench-"));
  try {
    if (prepared !== undefined) {
      row.prepare?.(times, prepared);
      row.prepare?.(warmUp(times), `${prepared}/warm`);
    }
    for (let round = 0; round < rounds; round++) {
      // Each round begins with another contestant, so that none always runs on a warm or a cold machine.
      for (const name of [...names.slice(round % names.length), ...names.slice(0, round % names.length)]) {
        results.get(name)?.push(once(file, row, name, times, prepared));
      }
    }
  } finally {
    if (prepared !== undefined) removeAll(prepared);
  }
  return Object.fromEntries([...results].map(([name, values]) => [name, median(values)]));
}

/** How often a contestant works before it is measured, so that what is measured is compiled code. @param {number} times */
export function warmUp(times) {
  return Math.ceil(times / 5);
}

/** @param {string} file @param {Row} row @param {string} name @param {number} times @param {string} [prepared] */
function once(file, row, name, times, prepared) {
  const folder = prepared ?? mkdtempSync(join(tmpdir(), "clew-bench-"));
  try {
    const args = [...(row.nodeOptions ?? ["--expose-gc"]), contest, file, row.id, name, String(times), folder];
    const { status, stdout, stderr } = spawnSync(process.execPath, args, { encoding: "utf8", maxBuffer: 1 << 26 });
    if (status !== 0) throw new Error(`${row.id}, ${name} ended with ${status}:\n${stderr}`);
    return Number(stdout.trim().split("\n").at(-1));
  } finally {
    if (prepared === undefined) removeAll(folder);
  }
}

/** A folder, and the files beside it that begin with its name. @param {string} folder */
function removeAll(folder) {
  rmSync(folder, { recursive: true, force: true });
  for (const name of readdirSync(dirname(folder))) {
    if (name.startsWith(`${basename(folder)}.`)) rmSync(join(dirname(folder), name), { force: true });
  }
}

/** @param {number[]} values */
export function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? Number(sorted[middle]) : (Number(sorted[middle - 1]) + Number(sorted[middle])) / 2;
}
