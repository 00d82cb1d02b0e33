// npm run bench [-- --only A1,B1] [--rounds 7] [--quick] [--json]: prints each row with its peers, measured in the same run.
// Where five rounds leave it open whether a target is reached, a row goes on to eleven.
// npm run bench -- --only E2 [--messages 10000000]: prints what a log in ClickHouse costs, beside the store; see cluster.mjs.
// npm run bench -- --against FOLDER: prints what each row costs of what it cost in another checkout, built, in the same run.

import { spawnSync } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";
import { resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { parseArgs } from "node:util";
import { measureAgainst } from "./against.mjs";
import { measureCluster } from "./cluster.mjs";
import { measure } from "./harness.mjs";

const here = fileURLToPath(new URL(".", import.meta.url));
const { values } = parseArgs({
  options: {
    only: { type: "string" },
    rounds: { type: "string" },
    quick: { type: "boolean", default: false },
    json: { type: "boolean", default: false },
    against: { type: "string" },
    messages: { type: "string" },
  },
});
const only = values.only?.split(",");
// A server is what is measured there, and no peer of the others: it is asked for by its name.
if (only?.includes("E2")) {
  await measureCluster(Number(values.messages ?? (values.quick ? 200_000 : 2_000_000)));
  if (only.length === 1) process.exit();
}

if (!existsSync(`${here}node_modules/piscina`)) {
  console.error("Installing the peers of bench/package-lock.json ...");
  const { status, stderr } = spawnSync("npm", ["ci", "--no-fund", "--no-audit"], { cwd: here, encoding: "utf8" });
  if (status !== 0) throw new Error(`Cannot install the peers:\n${stderr}`);
}

const [least, most] = (values.rounds ?? (values.quick ? "1" : "5-11")).split("-").map(Number);
const rounds = Number(least);
const mostRounds = most ?? rounds;
const share = values.quick ? 0.05 : 1;

const results = [];
if (!values.json) {
  console.log(
    `Node ${process.versions.node}, ${rounds}${mostRounds > rounds ? ` to ${mostRounds}` : ""} interleaved rounds, medians${values.quick ? "; quick: no figure to quote" : ""}\n`,
  );
}
for (const name of readdirSync(`${here}rows`).sort()) {
  const file = `${here}rows/${name}`;
  const { rows } = await import(pathToFileURL(file).href);
  for (const row of rows) {
    if (only !== undefined && !only.includes(row.id)) continue;
    if (values.against !== undefined) {
      const other = `${resolve(values.against)}/bench/`;
      for (const cost of await measureAgainst(name, row, { here, other, rounds, share })) printCost(row.id, cost);
      continue;
    }
    const measured = measure(file, row, { rounds, mostRounds, share });
    results.push({ id: row.id, what: row.what, times: row.times, measures: row.measures ?? "cpu", ...measured });
    if (values.json) console.error(`${row.id}: ${measured.rounds} rounds`);
    else print(row, measured);
  }
}
if (values.json) console.log(JSON.stringify({ node: process.versions.node, results }, null, 1));

/** @param {import("./harness.mjs").Row} row @param {import("./harness.mjs").Measured} measured */
function print(row, { rounds, medians, minima, verdicts }) {
  const [first = ""] = Object.keys(medians);
  const unit = row.measures === "memory" ? "MiB" : row.measures === "bytes" ? "  " : "ms";
  console.log(`${row.id}  ${row.what} (${row.times.toLocaleString("en")} times, ${rounds} rounds)`);
  for (const [name, value] of Object.entries(medians)) {
    const ratio = (value / Number(medians[first])).toFixed(2);
    const minimum = Number(minima[name]).toFixed(1).padStart(10);
    console.log(
      `    ${name.padEnd(40)} ${value.toFixed(1).padStart(10)} ${unit}  least ${minimum}  ${ratio.padStart(7)} x ${first}`,
    );
  }
  for (const { ours, against, above, atMost, ratio, least, reached } of verdicts) {
    const digits = against === undefined ? 1 : 2;
    const measured = `${ratio.toFixed(digits)} (of minima ${least.toFixed(digits)}) ${against === undefined ? unit : `x ${against}`}`;
    const over = above === undefined ? "" : ` above ${above}`;
    console.log(`    ${reached ? "reached" : "SHORT  "} ${ours}: ${measured}${over}, target ${atMost}`);
  }
  console.log();
}

/** @param {string} id @param {{ name: string, medians: number[], minima: number[] }} cost */
function printCost(id, { name, medians: [now = 0, before = 0], minima: [least = 0, leastBefore = 0] }) {
  const ratio = (/** @type {number} */ a, /** @type {number} */ b) => (a / b).toFixed(3);
  console.log(`${id}  ${name.padEnd(32)} median ${ratio(now, before)}  minimum ${ratio(least, leastBefore)} of before`);
}
