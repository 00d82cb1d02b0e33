import type { TaskLevel } from "clew/parse";

/** A message in which a text was found. */
export interface SearchHit {
  readonly taskUuid: string;
  readonly taskLevel: TaskLevel;
  readonly timestamp: number;
  readonly type: string;
  /** The piece of the line in which the text stands. */
  readonly excerpt: string;
}

const AROUND = 60;

/** The piece of a line around what was found. */
export function excerptOf({ line, at, length }: { line: string; at: number; length: number }): string {
  const from = Math.max(0, at - AROUND);
  const to = Math.min(line.length, at + Math.min(length, AROUND * 2) + AROUND);
  return `${from > 0 ? "…" : ""}${line.slice(from, to)}${to < line.length ? "…" : ""}`;
}
