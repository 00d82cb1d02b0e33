// npm run test:scale: what a person waits for with a log of ten million messages, which is made for it and removed
// afterwards. Each check is a file that exports a function: it is given the log, and gives rows of figures and what they
// are to be. CLEW_SCALE=200000 for a smaller log, which says nothing about the large one.
import { mkdtempSync, rmSync, statSync } from "node:fs";
import { availableParallelism, tmpdir } from "node:os";
import { join } from "node:path";
import { askBox } from "./ask-box.mjs";
import { askChoices } from "./ask-choices.mjs";
import { askStore } from "./ask-store.mjs";
import { buildIndex } from "./build-index.mjs";
import { firstPaint } from "./first-paint.mjs";
import { frames } from "./frames.mjs";
import { writeScaleLog } from "./log.mjs";

/**
 * @typedef {{ readonly log: string, readonly messages: number }} Scale  the log, and how many messages it has
 * @typedef {{ readonly row: string, readonly what: string, readonly measured: number, readonly most: number, readonly unit: string, readonly from?: number }} Figure  `from` so many messages it is promised; of the full log where that is not said
 */

/** In this order: later checks find what earlier ones made. */
const CHECKS = [buildIndex, askStore, askChoices, askBox, firstPaint, frames];

const FULL = 10_000_000;
const messages = Number(process.env.CLEW_SCALE ?? FULL);
if (!Number.isSafeInteger(messages) || messages < 1000) {
  throw new Error(
    `CLEW_SCALE must be a number of messages from 1000 up, not ${JSON.stringify(process.env.CLEW_SCALE)}`,
  );
}

const folder = mkdtempSync(join(tmpdir(), "clew-scale-"));
let short = 0;
let broken = 0;
try {
  const log = join(folder, "shop.log");
  writeScaleLog(log, messages);
  const size = (statSync(log).size / 1e6).toFixed(0);
  const form = messages === FULL ? "" : ` (reduced: the targets of E1 are those of ${FULL.toLocaleString("en")})`;
  console.log(
    `Node ${process.versions.node}, ${availableParallelism()} cores, ${messages.toLocaleString("en")} messages, ${size} MB${form}\n`,
  );
  console.log(`${"row".padEnd(4)} ${"what".padEnd(46)} ${"measured".padStart(12)} ${"target".padStart(12)}`);
  for (const check of CHECKS) for await (const figure of check({ log, messages })) print(figure);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
console.log(short === 0 ? "\nAll targets are reached." : `\n${short} fell short.`);
// What a smaller log fell short of than a target is for says nothing; it shows that all of it runs.
process.exitCode = broken === 0 ? 0 : 1;

/** @param {Figure} figure */
function print({ row, what, measured, most, unit, from = FULL }) {
  const reached = measured <= most;
  if (!reached) short++;
  if (!reached && messages >= from) broken++;
  const value = (/** @type {number} */ number) => `${number.toFixed(number < 10 ? 1 : 0)} ${unit}`.padStart(12);
  console.log(
    `${row.padEnd(4)} ${what.padEnd(46)} ${value(measured)} ${value(most)}  ${reached ? "reached" : "SHORT"}`,
  );
}
