// How option values are read; what they cannot mean is wrong usage, said by commander with the option's name.

import { InvalidArgumentError } from "commander";
import { readDuration } from "../filter/index.js";

/** A whole number from `least` up. */
export function wholeNumber(least: number): (text: string) => number {
  return (text) => {
    const number = Number(text);
    if (text.trim() !== "" && Number.isSafeInteger(number) && number >= least) return number;
    throw new InvalidArgumentError(`It must be a whole number from ${least} up.`);
  };
}

/** A duration, in seconds. */
export function duration(text: string): number {
  const seconds = readDuration(text);
  if (seconds !== undefined) return seconds;
  throw new InvalidArgumentError("It must be a duration, such as 250ms, 1.5s or 2m.");
}

/** An option that may be given several times. */
export function collected(text: string, before: readonly string[] = []): readonly string[] {
  return [...before, text];
}

/** The text that help shows after a command's options. */
export function examples(lines: readonly (readonly [command: string, meaning: string])[]): string {
  const width = Math.max(...lines.map(([command]) => command.length));
  return `\nExamples:\n${lines.map(([command, meaning]) => `  $ ${command.padEnd(width)}   ${meaning}`).join("\n")}\n`;
}
