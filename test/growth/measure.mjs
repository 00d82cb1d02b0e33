// Measures one case in a process of its own, `node --expose-gc measure.mjs MODULE NAME`: how much longer twice as many
// take. Prints it as JSON. Processor time of all threads, the least of some rounds in turn.
import { fileURLToPath, pathToFileURL } from "node:url";

/**
 * @typedef {object} Case
 * @property {string} name
 * @property {readonly string[]} covers  the names that it calls, each with where it is imported from
 * @property {number} [least]  how many to begin with
 * @property {number} [most]  how many suffice, where the library takes no more than so many
 * @property {(n: number) => (() => unknown) | Promise<() => unknown>} of  makes the work on so many, which can be done again
 *
 * @typedef {{ n: number, fewer: number, more: number, times: number }} Growth  milliseconds
 */

/** Less than this, in milliseconds, is the compiler's time and the collector's. */
const SHORTEST = 60;
const LEAST = 10_000;
const MOST = 1_280_000;
export const DOUBLINGS = 3;
const ROUNDS = { least: 3, most: 8 };
/** Twice as many take twice as long, a little more where they are sorted or leave the caches, and four times where a product is. */
export const MOST_TIMES = 2.4;

/** @param {Growth} growth */
export function isTooMuch({ times, more }) {
  return times > MOST_TIMES && more > SHORTEST;
}

/** @param {() => unknown} work */
async function millisecondsOf(work) {
  globalThis.gc?.();
  const before = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

/** @param {number} n @param {() => unknown} few @param {() => unknown} many @returns {Promise<Growth>} */
async function compare(n, few, many) {
  let fewer = Infinity;
  let more = Infinity;
  for (let round = 0; round < ROUNDS.least || (round < ROUNDS.most && more / fewer > MOST_TIMES); round++) {
    fewer = Math.min(fewer, await millisecondsOf(few));
    more = Math.min(more, await millisecondsOf(many));
  }
  return { n, fewer, more, times: more / fewer };
}

/** @param {Case} subject @returns {Promise<Growth[]>} */
async function growthOf({ of, least = LEAST, most = MOST }) {
  let n = least;
  let few = await of(n);
  await few();
  while (n < most && (await millisecondsOf(few)) < SHORTEST) {
    n *= 2;
    few = await of(n);
  }
  let many = await of(2 * n);
  /** @type {Growth[]} */
  const found = [];
  // A cache or a heap that is full is a step and soon passed; a product grows at every doubling.
  for (let isTooLong = true; isTooLong && found.length < DOUBLINGS; n *= 2) {
    if (found.length > 0) [few, many] = [many, await of(2 * n)];
    const growth = await compare(n, few, many);
    found.push(growth);
    isTooLong = isTooMuch(growth);
  }
  return found;
}

const [, program, module, name] = process.argv;
if (program === fileURLToPath(import.meta.url) && module !== undefined) {
  const { cases } = await import(pathToFileURL(module).href);
  const subject = /** @type {Case[]} */ (cases).find((each) => each.name === name);
  if (subject === undefined) throw new Error(`${module} has no case ${JSON.stringify(name)}`);
  const growth = await growthOf(subject);
  process.stdout.write(`\n${JSON.stringify(growth)}\n`, () => process.exit());
}
