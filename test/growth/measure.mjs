// Measures one case in a process of its own, `node --expose-gc measure.mjs MODULE NAME`: how much longer eight times as many
// take, for each doubling. Prints it as JSON. Processor time of all threads, the least of some rounds in turn.
import { fileURLToPath, pathToFileURL } from "node:url";

/**
 * @typedef {object} Case
 * @property {string} name
 * @property {readonly string[]} covers  the names that it calls, each with where it is imported from
 * @property {number} [most]  how many the library takes or remembers at most
 * @property {(n: number) => (() => unknown) | Promise<() => unknown>} of  makes the work on so many, which can be done again
 *
 * @typedef {object} Growth
 * @property {number} n
 * @property {number} fewer  milliseconds of n
 * @property {number} more  milliseconds of the larger number
 * @property {number} times  how much longer twice as many take
 */

/** Three doublings: what disturbs a measurement is a third as much of each. */
const SPAN = 8;
/** Less than this, in milliseconds, is the compiler's time. */
const SHORTEST = 60;
/** More than this needs no more items to be seen. */
const LONGEST = 1000;
/** Where the larger number takes less than this of the smaller one done as often, what is done but once hides the rest. */
const LEAST_SHARE = 0.4;
const LEAST = 500;
const MOST = 1_280_000;
const ROUNDS = { least: 3, most: 10 };
/** Twice as many take twice as long, a little more where they are sorted or leave the caches, and four times where a product is. */
export const MOST_TIMES = 2.4;

/**
 * Processor time of all of it, once. Without the collector's time: it clears up before, and code that is compiled stays.
 *
 * @param {readonly (() => unknown)[]} work
 * @param {number} repeats
 */
async function millisecondsOf(work, repeats) {
  globalThis.gc?.({ type: "minor" });
  const before = process.cpuUsage();
  for (let i = 0; i < repeats; i++) for (const each of work) await each();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000 / repeats;
}

/** @param {Case} subject @returns {Promise<Growth>} */
async function growthOf({ of, most = MOST }) {
  for (let n = Math.min(LEAST, most / SPAN); ; ) {
    // As many items on both sides, so that both find the machine's caches as full.
    const few = [];
    for (let i = 0; i < SPAN; i++) few.push(await of(n));
    const many = [await of(SPAN * n)];
    let [fewer, more] = [Infinity, Infinity];
    /** @param {number} repeats */
    const doBoth = async (repeats) => {
      fewer = Math.min(fewer, (await millisecondsOf(few, repeats)) / SPAN);
      more = Math.min(more, await millisecondsOf(many, repeats));
      return Math.cbrt(more / fewer);
    };
    await doBoth(1);
    // What is compiled by now takes less.
    if (more > SHORTEST) await doBoth(1);
    const isSeen = more > LONGEST || (more > SHORTEST && more > LEAST_SHARE * SPAN * fewer);
    if (!isSeen && 2 * SPAN * n <= most) {
      n *= more < SHORTEST / 8 && 4 * SPAN * n <= most ? 4 : 2;
      continue;
    }
    const repeats = Math.ceil(SHORTEST / more);
    let times = Infinity;
    for (let round = 0; round < ROUNDS.least || (round < ROUNDS.most && times > MOST_TIMES); round++) {
      times = await doBoth(repeats);
    }
    return { n, fewer, more, times };
  }
}

const [, program, module, name] = process.argv;
if (program === fileURLToPath(import.meta.url) && module !== undefined) {
  const { cases } = await import(pathToFileURL(module).href);
  const subject = /** @type {Case[]} */ (cases).find((each) => each.name === name);
  if (subject === undefined) throw new Error(`${module} has no case ${JSON.stringify(name)}`);
  const growth = await growthOf(subject);
  process.stdout.write(`\n${JSON.stringify(growth)}\n`, () => process.exit());
}
