// npm run test:growth [-- --library | --commands] [--every 4] [words of a name]: does everything that takes a collection with
// more and more items, and fails where twice as many take more than 2.4 times as long. Prints each.
// With --every 4 it takes each fourth case only, and says so.
import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { parseArgs, promisify } from "node:util";
import { commandCases } from "./commands.mjs";
import { missing } from "./covered.mjs";
import { MOST_TIMES } from "./measure.mjs";

const measure = fileURLToPath(new URL("measure.mjs", import.meta.url));
const { values, positionals: words } = parseArgs({
  options: {
    library: { type: "boolean", default: false },
    commands: { type: "boolean", default: false },
    every: { type: "string", default: "1" },
  },
  allowPositionals: true,
});
const isAsked = (/** @type {string} */ name) => words.every((word) => name.includes(word));

/** @typedef {import("./measure.mjs").Growth} Growth */
/** @typedef {{ readonly name: string, readonly grow: () => Growth | Promise<Growth> }} Growing */

/** @type {Growing[]} */
const all = [];
/** @type {Set<string>} */
const covered = new Set();
for (const room of ["record", "scope", "reading"]) {
  const { module, cases } = await casesOf(room);
  for (const { name, covers } of cases) {
    for (const each of covers) covered.add(each);
    all.push({ name, grow: () => inProcess(module, name) });
  }
}

/** @param {string} room @returns {Promise<{ module: string, cases: import("./measure.mjs").Case[] }>} */
async function casesOf(room) {
  const module = fileURLToPath(new URL(`cases/${room}.mjs`, import.meta.url));
  return { module, cases: (await import(module)).cases };
}

/** @param {string} module @param {string} name @returns {Promise<import("./measure.mjs").Growth>} */
async function inProcess(module, name) {
  // A young generation that holds all that is made: the collector's work is not what is measured.
  const node = ["--expose-gc", "--min-semi-space-size=512", "--max-semi-space-size=512", measure, module, name];
  const { stdout } = await promisify(execFile)(process.execPath, node, { maxBuffer: 1 << 28 });
  return JSON.parse(stdout.trim().split("\n").at(-1) ?? "");
}

const every = Number(values.every);
if (!Number.isInteger(every) || every < 1)
  throw new RangeError(`Cannot take every ${values.every}th case: give a whole number from 1 up`);
const asked = [...(values.commands ? [] : all), ...(values.library ? [] : commandCases())].filter(({ name }) =>
  isAsked(name),
);
const taken = asked.filter((_, i) => i % every === 0);
if (taken.length < asked.length) console.log(`${taken.length} of ${asked.length} cases:`);
const planted = await casesOf("planted");
for (const { name } of values.commands ? [] : planted.cases) {
  const { times } = await inProcess(planted.module, name);
  if (times <= MOST_TIMES) throw new Error(`Not found: ${name}, which takes ${times.toFixed(2)} times as long`);
}
/** @type {string[]} */
const tooLong = [];
const waiting = [...taken];
/** One case after the other, beside another such line: processor time is measured, and most machines have two. */
async function measureInLine() {
  for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) report(next.name, await next.grow());
}
await Promise.all([measureInLine(), measureInLine()]);

/** @param {string} name @param {Growth} growth */
function report(name, { n, fewer, more, times }) {
  const isTooLong = times > MOST_TIMES;
  if (isTooLong) tooLong.push(name);
  console.log(
    `${isTooLong ? "✗" : "✓"} ${name}  ${n}: ${fewer.toFixed(1)} ms, ${more.toFixed(0)} ms, ${times.toFixed(2)}`,
  );
}
const unknown = words.length > 0 ? [] : await missing(covered);
if (unknown.length > 0) console.log(`No case has, and covered.mjs does not say why: ${unknown.join(", ")}`);
console.log(
  tooLong.length === 0
    ? `\nNothing takes more than ${MOST_TIMES} times as long for twice as many.`
    : `\nMore than ${MOST_TIMES} times as long for twice as many:\n${tooLong.join("\n")}`,
);
process.exitCode = tooLong.length + unknown.length === 0 ? 0 : 1;
