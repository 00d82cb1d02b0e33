import { visible } from "clew/render";
import type { LogText, UnusedLines } from "../input/index.js";

/** What reading a log found beside its messages. */
export interface ReadLog {
  readonly unused: UnusedLines;
  readonly recognised?: readonly string[];
  readonly text?: LogText;
}

/**
 * Says on standard error what a log was, where it is not our own, how many lines were no messages, and which were of no
 * use; these set the exit status to 1.
 */
export function reportUnused({ unused, recognised = [], text }: ReadLog): void {
  for (const sentence of recognised) complain(sentence);
  const lines = text?.lines ?? 0;
  if (lines > 0)
    complain(lines === 1 ? "1 line of text, which is no message" : `${lines} lines of text, which are no messages`);
  for (const line of unused.describe()) complain(line);
  if (unused.count > 0) process.exitCode = 1;
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
