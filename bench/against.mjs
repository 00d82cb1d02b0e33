// What a change costs: the rows of this checkout and of another one, clew's own contestants, in rounds that take turns.
import { existsSync } from "node:fs";
import { pathToFileURL } from "node:url";
import { measureEach, median } from "./harness.mjs";

/**
 * Measures the contestants of a row that are ours in both checkouts. Gives nothing where the other one has no such row.
 *
 * @param {string} name  of the file that has the row
 * @param {import("./harness.mjs").Row} row
 * @param {{ here: string, other: string, rounds: number, share: number }} options  folders of benchmarks
 * @returns {Promise<{ name: string, medians: number[], minima: number[] }[]>} now, and before
 */
export async function measureAgainst(name, row, { here, other, rounds, share }) {
  const file = `${other}rows/${name}`;
  if (!existsSync(file)) return [];
  const { rows } = await import(pathToFileURL(file).href);
  const before = rows.find((/** @type {{ id: string }} */ { id }) => id === row.id);
  if (before === undefined) return [];
  const ours = Object.keys(row.contestants).filter((each) => isOurs(each, row) && each in before.contestants);
  const sides = [
    { file: `${here}rows/${name}`, contest: `${here}contest.mjs`, row },
    { file, contest: `${other}contest.mjs`, row: { ...before, times: row.times } },
  ];
  const runs = ours.flatMap((each) => sides.map((side) => ({ ...side, name: each })));
  const results = measureEach(runs, { rounds, share });
  return ours.map((each, i) => {
    const pair = [results[2 * i] ?? [], results[2 * i + 1] ?? []];
    return { name: each, medians: pair.map(median), minima: pair.map((values) => Math.min(...values)) };
  });
}

/** @param {string} name @param {import("./harness.mjs").Row} row */
function isOurs(name, { targets }) {
  return name.startsWith("clew") || targets.some(({ ours }) => ours === name);
}
