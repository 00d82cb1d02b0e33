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
 * @typedef {object} Measured  in milliseconds of CPU time, MiB, or bytes
 * @property {number} rounds
 * @property {Record<string, number>} medians  of each contestant
 * @property {Record<string, number>} minima
 * @property {Verdict[]} verdicts
 *
 * @typedef {Target & { ratio: number, least: number, reached: boolean }} Verdict  `least`: the ratio of the minima
 */

/**
 * Measures a row.
 *
 * @param {string} file  the module that gives the row
 * @param {Row} row
 * @param {{ rounds: number, share: number, mostRounds?: number }} options  share: of the row's times, for a quick look;
 *   where it is not clear after the rounds whether a target is reached, they go on up to `mostRounds`
 * @returns {Measured}
 */
export function measure(file, row, { rounds, mostRounds = rounds, share }) {
  const names = Object.keys(row.contestants);
  /** @type {(results: number[][], of: (values: number[]) => number) => Record<string, number>} */
  const table = (results, of) => Object.fromEntries(names.map((name, i) => [name, of(results[i] ?? [])]));
  /** @param {number[][]} results @returns {Measured} */
  const judged = (results) => {
    const [medians, minima] = [table(results, median), table(results, (values) => Math.min(...values))];
    const verdicts = row.targets.map((target) => {
      const ratio = ratioOf(target, medians);
      return { ...target, ratio, least: ratioOf(target, minima), reached: ratio <= target.atMost };
    });
    return { rounds: results[0]?.length ?? 0, medians, minima, verdicts };
  };
  const runs = names.map((name) => ({ file, row, name, contest }));
  const isOver = (/** @type {number[][]} */ results) => judged(results).verdicts.every(isClear);
  return judged(measureEach(runs, { rounds, mostRounds, isOver, share }));
}

/** @param {Target} target @param {Record<string, number>} values */
function ratioOf({ ours, against, above }, values) {
  const floor = above === undefined ? 0 : Number(values[above]);
  return (Number(values[ours]) - floor) / (against === undefined ? 1 : Number(values[against]) - floor);
}

/** Medians move by a tenth from run to run: a target is decided where they and the minima are further off, on one side. */
const UNSURE = 1.15;

/** @param {Verdict} verdict */
function isClear({ ratio, least, atMost }) {
  return (ratio < atMost / UNSURE && least < atMost) || (ratio > atMost * UNSURE && least > atMost);
}

/**
 * @typedef {object} Run
 * @property {string} file     the module that gives the row
 * @property {Row} row
 * @property {string} name     of the contestant
 * @property {string} contest  the program that runs it
 */

/**
 * Measures runs in rounds that take turns.
 *
 * @param {readonly Run[]} runs
 * @param {{ rounds: number, share: number, mostRounds?: number, isOver?: (results: number[][]) => boolean }} options
 * @returns {number[][]} what each measured, a number a round
 */
export function measureEach(runs, { rounds, share, mostRounds = rounds, isOver = () => true }) {
  /** @type {number[][]} */
  const results = runs.map(() => []);
  /** @type {Map<Row["prepare"], string>} */
  const prepared = new Map();
  try {
    for (const { row } of runs) {
      if (row.prepare === undefined || prepared.has(row.prepare)) continue;
      const folder = mkdtempSync(join(tmpdir(), "clew-bench-"));
      prepared.set(row.prepare, folder);
      const times = timesOf(row, share);
      row.prepare(times, folder);
      row.prepare(warmUp(times), `${folder}/warm`);
    }
    for (let round = 0; round < mostRounds && (round < rounds || !isOver(results)); round++) {
      // Each round begins with another contestant, so that none always runs on a warm or a cold machine.
      for (let i = 0; i < runs.length; i++) {
        const at = (round + i) % runs.length;
        const run = /** @type {Run} */ (runs[at]);
        results[at]?.push(once(run, timesOf(run.row, share), prepared.get(run.row.prepare)));
      }
    }
  } finally {
    for (const folder of prepared.values()) removeAll(folder);
  }
  return results;
}

/** @param {Row} row @param {number} share */
function timesOf({ times }, share) {
  return Math.max(1, Math.round(times * share));
}

/**
 * What takes many times as long as all others does a tenth, and its time is multiplied.
 *
 * @param {(times: number, folder: string) => unknown} contestant
 * @returns {(times: number, folder: string) => Promise<{ milliseconds: number }>}
 */
export function ofATenth(contestant) {
  return async (times, folder) => {
    const before = process.cpuUsage();
    await contestant(Math.ceil(times / 10), folder);
    const { user, system } = process.cpuUsage(before);
    return { milliseconds: (user + system) / 100 };
  };
}

/** How often a contestant works before it is measured, so that what is measured is compiled code. @param {number} times */
export function warmUp(times) {
  return Math.ceil(times / 5);
}

/** @param {Run} run @param {number} times @param {string} [prepared] */
function once({ file, row, name, contest }, times, prepared) {
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
