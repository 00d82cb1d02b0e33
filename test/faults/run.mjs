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
await Promise.all(
  Array.from({ length: AT_ONCE }, async () => {
    for (let row = others.shift(); row !== undefined; row = others.shift()) results.set(row, await attempt(row));
  }),
);

let failed = 0;
let skipped = 0;
console.log(`promise  result   ${isReduced ? "(reduced numbers)" : "(full numbers)"}`);
for (const row of rows) {
  const { held, figures, skipped: why } = results.get(row);
  if (why !== undefined) {
    // Where nobody reads the table, a promise that was not tried must not look kept.
    if (process.env.CI) failed++;
    else skipped++;
  } else if (!held) failed++;
  const result = why !== undefined ? "skipped" : held ? "held" : "BROKEN";
  console.log(`${row.promise.padEnd(8)} ${result.padEnd(8)} ${row.what}: ${why ?? figures}`);
}
const seconds = Math.round((performance.now() - begun) / 1000);
console.log(
  failed === 0
    ? `Every promise held${skipped > 0 ? `, ${skipped} skipped` : ""}: ${rows.length} rows in ${seconds} s.`
    : `${failed} of ${rows.length} rows are not held.`,
);
process.exitCode = failed === 0 ? 0 : 1;

async function attempt({ run }) {
  try {
    return await run();
  } catch (error) {
    return { held: false, figures: `the row itself failed: ${String(error)}` };
  }
}
