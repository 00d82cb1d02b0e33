import { diffSentence, divergenceClause } from "@clew/log";
import type { DiffReport, Divergence } from "clew/explain";
import { drawPath } from "./action-chain.js";
import { type AnswerOptions, type Piece, toLine, toParagraph } from "./answer-lines.js";
import { changesText } from "./changes-text.js";
import { recordPieces } from "./record-pieces.js";

/** Other differences that are listed. */
const LISTED = 20;

/** How two logs differ, for people: the first divergence, what came before it, and the others. */
export function* diffText(report: DiffReport, next: string, options: AnswerOptions): Generator<string> {
  const { first, differences, changed } = report;
  if (changed !== undefined) {
    yield* changesText(report, changed, next, options);
    return;
  }
  if (first === undefined) {
    yield toLine([["heading", diffSentence(report)]], options);
    return;
  }
  for (const line of toParagraph(diffSentence(report), options)) yield toLine([["heading", line]], options);
  yield "";
  const said: Piece[] = [["warning", `  ${first.messageType ?? first.field ?? first.kind}`]];
  for (const line of drawPath(first.actionPath, said, options)) yield toLine(line, options);
  if (first.before.length > 0) {
    yield "";
    yield toLine([["note", "  Just before it:"]], options);
    for (const message of first.before) yield toLine(["    ", ...recordPieces(message)], options);
  }
  const others = differences.filter((each) => !isSame(each, first));
  if (others.length > 0) {
    yield "";
    yield toLine(
      [["note", `  ${others.length === 1 ? "One other difference" : `${others.length} other differences`}:`]],
      options,
    );
    for (const each of others.slice(0, LISTED)) yield toLine(["    ", divergenceClause(each)], options);
    if (others.length > LISTED)
      yield toLine([["note", `    and ${others.length - LISTED} more (--json lists all)`]], options);
  }
  yield "";
  yield toLine([["note", "  Next: "], next], options);
}

/** The command that shows the task of the first divergence. */
export function nextOf({ first, changed }: DiffReport, [a = "", b = a]: readonly string[]): string {
  const example = changed?.changes[0]?.example;
  if (example !== undefined) return `clew tree ${b} --task ${example}`;
  const place = first?.b ?? first?.a;
  return place == null ? "" : `clew tree ${first?.b == null ? a : b} --task ${place.taskUuid}`;
}

function isSame(one: Divergence, other: Divergence): boolean {
  const key = ({ kind, actionPath, field, a, b }: Divergence) => JSON.stringify([kind, actionPath, field, a, b]);
  return key(one) === key(other);
}
