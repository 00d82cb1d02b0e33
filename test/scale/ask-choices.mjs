// E2: what a page asks of the store while somebody narrows, groups and draws. What 95 of 100 answers take counts; no question
// is asked twice in the same words, but for those that have none.
import { fileURLToPath } from "node:url";
import { FROM_MESSAGES, p95 } from "./figures.mjs";

const store = fileURLToPath(new URL("../../packages/cli/dist/store.js", import.meta.url));
const RUNS = 20;
/** Whoever clicks waits no longer than this for a log of a million messages. */
const MOST_MS_A_MILLION = 200;
const WORDS = ["retrying", "timeout", "eu-north", "fallback", "invoices", "checkout", "median", "cleanup"];
const FIELDS = ["db.query.rows", "cache.get.rows", "http.call.rows", "queue.publish.rows", "rows-read.rows"];

/** @param {import("./run.mjs").Scale} scale @returns {AsyncGenerator<import("./run.mjs").Figure>} */
export async function* askChoices({ log, messages }) {
  const { openStore } = await import(store);
  const most = MOST_MS_A_MILLION * Math.max(1, messages / FROM_MESSAGES);
  const figure = (/** @type {string} */ what, /** @type {number[]} */ times) => {
    return { row: "E2", what, measured: p95(times), most, unit: "ms", from: FROM_MESSAGES };
  };
  yield figure(
    "the names of fields",
    await firstTimes(
      () => openStore([log]),
      (opened) => opened.fieldNames(),
    ),
  );
  const opened = await openStore([log]);
  const page = /** @type {const} */ ({ sort: "time", descending: true, offset: 0, limit: 100 });
  /** @param {string} field @param {string} value @param {string} [op] */
  const of = (field, value, op) => ({ fields: [{ field, value, ...(op !== undefined && { op }) }] });
  const above = (/** @type {number} */ i) => ({ minDurationSeconds: i / 1000 });
  const deep = (/** @type {number} */ i) => FIELDS[i % FIELDS.length] ?? "";
  const word = (/** @type {number} */ i) => `${WORDS[i % WORDS.length]}`.slice(0, 8 - Math.floor(i / WORDS.length));
  try {
    const { rows } = await opened.tasks({ statuses: ["failed"] }, page);
    /** @type {readonly (readonly [what: string, ask: (i: number) => Promise<unknown>])[]} */
    const questions = [
      ["tasks by how long they took", (i) => opened.tasks(above(i), { ...page, sort: "duration" })],
      ["facets", (i) => opened.facets(above(i))],
      ["a histogram", (i) => opened.histogram(above(i), 200)],
      ["a heatmap of durations", (i) => opened.heatmap(above(i), 60)],
      ["groups by a field of the root", (i) => opened.groups(above(i), "region")],
      ["groups by a field of many values", (i) => opened.groups(above(i), "user_id")],
      ["groups by a field below the root", (i) => opened.groups(above(i), deep(i))],
      [
        "tasks where a field is not a value",
        (i) => opened.tasks({ ...above(i), ...of("region", "eu-west", "is not") }, page),
      ],
      ["tasks where a field below the root is above", (i) => opened.tasks(of(deep(i), String(i), "above"), page)],
      ["facets where a field below the root is a value", (i) => opened.facets(of(deep(i), String(i)))],
      [
        "a histogram where a field below is not a value",
        (i) => opened.histogram(of(deep(i), String(i + 100), "is not"), 200),
      ],
      ["facets of the tasks in which a word stands", (i) => opened.facets({ text: word(i) })],
      ["the first 50 lines with a word, in what failed", (i) => opened.search(word(i), 50, { statuses: ["failed"] })],
      ["the nearest task that succeeded", (i) => opened.nearest(rows[i % rows.length].taskUuid)],
      ["a summary", () => opened.summary()],
    ];
    for (const [what, ask] of questions) {
      const times = [];
      for (let i = 0; i < RUNS; i++) times.push(await msOf(() => ask(i)));
      yield figure(what, times);
    }
  } finally {
    await opened.close();
  }
}

/**
 * The times of a question whose answer a store remembers, each of a store that was opened for it.
 *
 * @template {{ close(): Promise<void> }} Opened
 * @param {() => Promise<Opened>} open
 * @param {(opened: Opened) => Promise<unknown>} ask
 */
async function firstTimes(open, ask) {
  const times = [];
  for (let i = 0; i < RUNS; i++) {
    const opened = await open();
    times.push(await msOf(() => ask(opened)));
    await opened.close();
  }
  return times;
}

/** @param {() => Promise<unknown>} ask */
async function msOf(ask) {
  const started = performance.now();
  await ask();
  return performance.now() - started;
}
