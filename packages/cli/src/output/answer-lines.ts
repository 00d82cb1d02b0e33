// An answer for people: lines of pieces that are coloured by what they mean, cut to the screen's width.

import { cutToColumns, type Measure, plainTheme, type Role, type Theme, visible } from "clew/render";

/** A piece of a line: what it is, and its text, which may be anything that a log says. */
export type Piece = readonly [role: Role, text: string];

export interface AnswerOptions {
  readonly theme?: Theme;
  readonly width?: number;
  readonly measure?: Measure;
  readonly ascii?: boolean;
}

/** Makes a line safe to print, as wide as the screen and coloured. Plain text is a `note`-less value. */
export function toLine(
  pieces: readonly (Piece | string)[],
  { theme = plainTheme, width, measure }: AnswerOptions,
): string {
  let room = width ?? Number.POSITIVE_INFINITY;
  let line = "";
  for (const piece of pieces) {
    const [role, raw] = typeof piece === "string" ? (["value", piece] as const) : piece;
    if (room <= 0) break;
    const safe = visible(raw);
    const text = Number.isFinite(room) ? cutToColumns(safe, room, measure) : safe;
    room -= measure?.(text) ?? text.length;
    line += theme[role] === "" || text === "" ? text : `\x1b[${theme[role]}m${text}\x1b[0m`;
  }
  return line;
}

/** Breaks a sentence into lines of a readable length. */
export function toParagraph(text: string, { width = 100 }: AnswerOptions): string[] {
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(" ")) {
    if (line !== "" && line.length + 1 + word.length > Math.min(width, 100)) {
      lines.push(line);
      line = word;
    } else line = line === "" ? word : `${line} ${word}`;
  }
  return [...lines, line];
}
