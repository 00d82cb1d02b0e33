// Checks what is promised of writing, each promise with real child processes, and prints the table. CLEW_FAULTS=reduced
// runs smaller numbers; a word as argument runs only the rows that have it.
import { isReduced } from "./harness.mjs";
import { promises } from "./promises/index.mjs";

/** What a stall of the machine would spoil runs alone; the other rows stand beside each other. */
const AT_ONCE = 6;

const [word = ""] = process.argv.slice(2);
const begun = performance.now();
const rows = promises.filter(({ promise, what }) => `${promise} ${what}`.includes(word));
const results = new Map();
for (const row of rows.filter(({ alone }) => alone)) results.set(row, await attempt(row));
const others = rows.filter(({ alone }) => !alone);
const waiting = [...others];
await Promise.all(
  Array.from({ length: AT_ONCE }, async () => {
    for (let row = waiting.shift(); row !== undefined; row = waiting.shift()) results.set(row, await attempt(row));
  }),
);
// What kept all but its time may have been held up by the others.
for (const row of others) {
  const { held, isSlow, figures } = results.get(row);
  if (held || !isSlow) continue;
  const again = await attempt(row);
  results.set(row, { ...again, figures: `${again.figures} (alone; beside others: ${figures})` });
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
  console.error(`${results.size + 1} of ${rows.length}: ${promise} ${what}, ${seconds} s`);
  return result;
}
