// The options of the commands that answer a question for people.

import { type Command, Option } from "commander";
import type { AnswerOptions } from "../output/answer-lines.js";
import { measureText } from "../output/measure.js";
import { complain } from "../output/report.js";
import { type ColorChoice, chooseTheme, screenWidth, type ThemeChoice, usesColor } from "../output/terminal.js";

export interface ScreenChoices {
  readonly color: ColorChoice;
  readonly theme: ThemeChoice;
  readonly ascii?: boolean;
}

/** Adds the options to a command. */
export function addScreenOptions(command: Command): Command {
  return command
    .option("--ascii", "draw with ASCII signs")
    .addOption(new Option("--color <when>", "colours").choices(["auto", "always", "never"]).default("auto"))
    .addOption(new Option("--theme <name>", "for which background").choices(["auto", "dark", "light"]).default("auto"));
}

/** How the answer is to look. */
export function toAnswerOptions({ color, theme, ascii }: ScreenChoices): AnswerOptions {
  const width = screenWidth(process.stdout);
  return {
    theme: chooseTheme(usesColor(color, process.stdout, process.env), theme, process.env),
    measure: measureText,
    ascii: ascii === true,
    ...(width !== undefined && { width }),
  };
}

/** The files of a command as they are typed again; `FILE` for a pipe, which is over. */
export function asTyped(files: readonly string[]): string {
  if (isPipe(files)) return "FILE";
  return files.map((file) => (/^[\w./@:+=,-]+$/.test(file) ? file : `'${file.replaceAll("'", "'\\''")}'`)).join(" ");
}

function isPipe(files: readonly string[]): boolean {
  return files.length === 0 || files.includes("-");
}

/** Says what `FILE` is in an answer. */
export function sayPiped(files: readonly string[]): void {
  if (isPipe(files)) complain("FILE is what came through the pipe: write it to a file first.");
}

/** Lines as they are written. */
export function* withLineEnds(lines: Iterable<string>): Generator<string> {
  for (const line of lines) yield `${line}\n`;
}
