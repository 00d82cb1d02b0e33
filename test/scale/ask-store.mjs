// E1: what a page asks of the store. Each figure is the median of several runs; no question is asked twice, but for those
// that have no argument.
import { fileURLToPath } from "node:url";
import { RARE_WORD, WIDE_TASK, wideNodes } from "./log.mjs";

const store = fileURLToPath(new URL("../../packages/cli/dist/store.js", import.meta.url));
const RUNS = 7;

/** @param {import("./run.mjs").Scale} scale @returns {AsyncGenerator<import("./run.mjs").Figure>} */
export async function* askStore({ log, messages }) {
  const { openStore } = await import(store);
  const opened = await openStore([log]);
  const row = "E1";
  const unit = "ms";
  try {
    const all = await opened.tasks({}, page("time", 0, 1));
    const some = [];
    for (let i = 0; i < RUNS; i++) {
      const { rows } = await opened.tasks({}, page("time", Math.floor((i + 0.5) * (all.total / RUNS)), 1));
      some.push(rows[0].taskUuid);
    }
    const tasks = await median((i) => opened.taskLines(some[i]), isText);
    yield { row, what: "open a task: its lines", measured: tasks, most: 100, unit };
    const slowest = await median(
      () => opened.tasks({}, page("duration", 0, 50)),
      ({ rows }) => rows.length === 50,
    );
    yield { row, what: "the slowest 50 tasks", measured: slowest, most: 100, unit };
    const types = await median(
      () => opened.types(),
      (rows) => rows.length > 5,
    );
    yield { row, what: "percentiles of all types", measured: types, most: 300, unit };
    const words = ["retrying", "TimeoutError", "eu-north", "fallback", "invoices", "/checkout", "median of the last"];
    const frequent = await median(
      (i) => opened.search(words[i], 50),
      (hits) => hits.length === 50,
    );
    yield { row, what: "search: 50 hits of frequent words", measured: frequent, most: 300, unit };
    const rare = RARE_WORD.toLowerCase();
    const texts = Array.from({ length: RUNS }, (_, i) => rare.slice(0, rare.length - (i % 3)));
    const least = Math.floor(messages / 500_000);
    const found = await median(
      (i) => opened.search(texts[i], 50),
      (hits) => hits.length >= least,
    );
    yield { row, what: `search: a rare word (${least} hits)`, measured: found, most: 300, unit };
    const ids = [];
    for (const uuid of some)
      ids.push(/"(?:order_id|key|delivery)":"([^"]+)"/.exec(await opened.taskLines(uuid))?.[1] ?? uuid);
    const id = await median(
      (i) => opened.search(ids[i], 50),
      (hits) => hits.length > 0,
    );
    yield { row, what: "search: an id that occurs in one task", measured: id, most: 300, unit };
    const nothing = await median(
      (i) => opened.search(`nowhere-${i}`, 50),
      (hits) => hits.length === 0,
    );
    yield { row, what: "search: a text that stands nowhere", measured: nothing, most: 300, unit };
    const narrowed = await median(
      (i) => opened.tasks({ text: ids[i] }, page("time", 0, 50)),
      ({ total }) => total > 0,
    );
    yield { row, what: "the tasks in which an id stands", measured: narrowed, most: 300, unit };
    const facets = await median(
      () => opened.facets({ statuses: ["failed"] }),
      ({ types: some }) => some.length > 2,
    );
    yield { row, what: "facets of the tasks that failed", measured: facets, most: 300, unit };
    const histogram = await median(
      () => opened.histogram({}, 200),
      ({ buckets }) => buckets.length === 200,
    );
    yield { row, what: "histogram of all tasks", measured: histogram, most: 300, unit };
    const lines = (await opened.taskLines(WIDE_TASK)).split("\n").length - 1;
    if (lines === 0 || lines > 2 * wideNodes(messages) + 2) throw new Error(`The widest task has ${lines} lines`);
  } finally {
    await opened.close();
  }
}

/** @param {string} sort @param {number} offset @param {number} limit */
function page(sort, offset, limit) {
  return { sort, descending: sort === "duration", offset, limit };
}

/** @param {unknown} text */
function isText(text) {
  return typeof text === "string" && text.length > 0;
}

/**
 * The median of the milliseconds that a question takes; an answer that cannot be right ends it.
 *
 * @template Answer
 * @param {(run: number) => Promise<Answer>} ask
 * @param {(answer: Answer) => boolean} isRight
 */
async function median(ask, isRight) {
  const times = [];
  for (let i = 0; i < RUNS; i++) {
    const started = performance.now();
    const answer = await ask(i);
    times.push(performance.now() - started);
    if (!isRight(answer)) throw new Error(`${ask} answered ${JSON.stringify(answer).slice(0, 200)}`);
  }
  return times.sort((a, b) => a - b)[RUNS >> 1];
}
