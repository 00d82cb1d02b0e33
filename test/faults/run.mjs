// Checks what is promised of writing, each promise with real child processes, and prints the table. CLEW_FAULTS=reduced
// runs smaller numbers; a word as argument runs only the rows that have it, --alone only those that need the machine for
// themselves, --beside only the others.
import { parseArgs } from "node:util";
import { isReduced } from "./harness.mjs";
import { promises } from "./promises/index.mjs";

/** What a stall of the machine would spoil runs alone; the other rows stand beside each other. */
const AT_ONCE = 6;
/** A stall of the machine is no stall of the log: where all but a time was kept, the best of five counts. */
const TRIES = 5;

const { values: only, positionals } = parseArgs({
  options: { alone: { type: "boolean" }, beside: { type: "boolean" } },
  allowPositionals: true,
});
const [word = ""] = positionals;
const begun = performance.now();
const rows = promises.filter(
  ({ promise, what, alone = false }) =>
    `${promise} ${what}`.includes(word) && !(only.alone && !alone) && !(only.beside && alone),
);
const results = new Map();
const waiting = rows.filter(({ alone }) => !alone);
await Promise.all(
  Array.from({ length: AT_ONCE }, async () => {
    for (let row = waiting.shift(); row !== undefined; row = waiting.shift()) results.set(row, await attempt(row));
  }),
);
for (const row of rows) {
  const tried = results.has(row) ? [results.get(row)] : [await attempt(row)];
  while (!tried.at(-1).held && tried.at(-1).isSlow && tried.length < TRIES) tried.push(await attempt(row));
  const last = tried.pop();
  const before = tried.map(({ figures }) => ` (before: ${figures})`);
  results.set(row, { ...last, figures: `${last.figures}${before.join("")}` });
}

const broken = [];
let skipped = 0;
console.log(`promise  result   ${isReduced ? "(reduced numbers)" : "(full numbers)"}`);
for (const row of rows) {
  const { held, figures, skipped: why } = results.get(row);
  const result = why !== undefined ? "skipped" : held ? "held" : "BROKEN";
  const line = `${row.promise.padEnd(8)} ${result.padEnd(8)} ${row.what}: ${why ?? figures}`;
  console.log(line);
  // Where nobody reads the table, a promise that was not tried must not look kept.
  if (why !== undefined && !process.env.CI) skipped++;
  else if (why !== undefined || !held) broken.push(line);
}
const seconds = Math.round((performance.now() - begun) / 1000);
console.log(
  broken.length === 0
    ? `Every promise held${skipped > 0 ? `, ${skipped} skipped` : ""}: ${rows.length} rows in ${seconds} s.`
    : `${broken.length} of ${rows.length} rows are not held, after ${seconds} s:\n${broken.join("\n")}`,
);
process.exitCode = broken.length === 0 ? 0 : 1;

/** Runs one row, and says on standard error that it ended: the full table takes many minutes. */
async function attempt({ promise, what, run }) {
  const started = performance.now();
  const result = await run().catch((error) => ({ held: false, figures: `the row itself failed: ${String(error)}` }));
  const seconds = Math.round((performance.now() - started) / 1000);
  console.error(`${promise} ${what}, ${seconds} s`);
  return result;
}
