// Checks what is promised of writing, each promise with real child processes, and prints the table. CLEW_FAULTS=reduced
// runs smaller numbers; a word as argument runs only the rows that have it.
import { isReduced } from "./harness.mjs";
import { promises } from "./promises/index.mjs";

const [word = ""] = process.argv.slice(2);
let failed = 0;
let skipped = 0;
console.log(`promise  result   ${isReduced ? "(reduced numbers)" : "(full numbers)"}`);
for (const { promise, what, run } of promises) {
  if (!`${promise} ${what}`.includes(word)) continue;
  let row;
  try {
    row = await run();
  } catch (error) {
    row = { held: false, figures: `the row itself failed: ${String(error)}` };
  }
  if (row.skipped !== undefined) {
    // Where nobody reads the table, a promise that was not tried must not look kept.
    if (process.env.CI) failed++;
    else skipped++;
  } else if (!row.held) failed++;
  const result = row.skipped !== undefined ? "skipped" : row.held ? "held" : "BROKEN";
  console.log(`${promise.padEnd(8)} ${result.padEnd(8)} ${what}: ${row.skipped ?? row.figures}`);
}
console.log(
  failed === 0 ? `Every promise held${skipped > 0 ? `, ${skipped} skipped` : ""}.` : `${failed} rows are not held.`,
);
process.exitCode = failed === 0 ? 0 : 1;
