// E2: what a page asks of the store while somebody narrows, groups and draws. The slowest of some runs counts.
import { fileURLToPath } from "node:url";

const store = fileURLToPath(new URL("../../packages/cli/dist/store.js", import.meta.url));
const RUNS = 7;
/** Whoever clicks waits no longer than this for a log of a million messages. */
const MOST_MS_A_MILLION = 200;

/** @param {import("./run.mjs").Scale} scale @returns {AsyncGenerator<import("./run.mjs").Figure>} */
export async function* askChoices({ log, messages }) {
  const { openStore } = await import(store);
  const opened = await openStore([log]);
  const page = /** @type {const} */ ({ sort: "time", descending: true, offset: 0, limit: 100 });
  const field = (/** @type {string} */ name, /** @type {string} */ value, /** @type {string | undefined} */ op) =>
    opened.tasks({ fields: [{ field: name, value, ...(op !== undefined && { op }) }] }, page);
  try {
    const { rows } = await opened.tasks({ statuses: ["failed"] }, page);
    const deep = (await opened.fieldNames())[0].field;
    /** @type {readonly (readonly [what: string, ask: (i: number) => Promise<unknown>])[]} */
    const questions = [
      ["a heatmap of durations", (i) => opened.heatmap({ minDurationSeconds: i / 1000 }, 60)],
      ["groups by a field of the root", (i) => opened.groups({ minDurationSeconds: i / 1000 }, "region")],
      ["groups by a field below the root", (i) => opened.groups({ minDurationSeconds: i / 1000 }, deep)],
      ["tasks where a field is not a value", () => field("region", "eu-west", "is not")],
      ["tasks where a field below the root is above", (i) => field(deep, String(i), "above")],
      ["the names of fields", () => opened.fieldNames()],
      ["the nearest task that succeeded", (i) => opened.nearest(rows[i % rows.length].taskUuid)],
    ];
    for (const [what, ask] of questions) {
      let measured = 0;
      for (let i = 0; i < RUNS; i++) {
        const started = performance.now();
        await ask(i);
        measured = Math.max(measured, performance.now() - started);
      }
      yield { row: "E2", what, measured, most: MOST_MS_A_MILLION * Math.max(1, messages / 1e6), unit: "ms" };
    }
  } finally {
    await opened.close();
  }
}
