import { visible } from "clew/render";
import type { UnusedLines } from "../input/index.js";

/** Says on standard error which lines were of no use, and sets the exit status to 1 if there were any. */
export function reportUnused(log: { readonly unused: UnusedLines }): void {
  for (const line of log.unused.describe()) complain(line);
  if (log.unused.count > 0) process.exitCode = 1;
}

/** Says that nothing was found, and sets the exit status to 1. */
export function reportNothing(sentence: string): void {
  complain(sentence);
  process.exitCode = 1;
}

/** One line on standard error; it may name files and quote lines, so nothing in it reaches the terminal raw. */
export function complain(line: string): void {
  process.stderr.write(`${visible(line)}\n`);
}
