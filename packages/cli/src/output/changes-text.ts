// What changed between two stretches of traffic, for people: who is to blame and why, what else is sure, what is not, and
// what got better.

import { changeClause, diffSentence, howSure } from "@clew/log";
import type { Change, ChangeReport, DiffReport, Suspect } from "clew/explain";
import { type AnswerOptions, toLine, toParagraph } from "./answer-lines.js";

/** Changes that are listed of the sure ones, and of the others. */
const LISTED = 12;
const UNSURE_LISTED = 5;
/** Below this a guess is not worth a line. */
const LEAST_CONFIDENCE = 0.05;

export function* changesText(
  report: DiffReport,
  { changes, tasks, suspects }: ChangeReport,
  next: string,
  options: AnswerOptions,
): Generator<string> {
  const sure = changes.filter((change) => change.sure);
  const unsure = changes.filter((change) => !change.sure && change.confidence >= LEAST_CONFIDENCE);
  for (const line of toParagraph(diffSentence(report), options)) yield toLine([["heading", line]], options);
  for (const line of blamed(suspects)) yield toLine(["  ", line], options);
  yield* listed("Changed for sure, the deepest of what follows from each other:", sure, LISTED, options);
  yield* listed("Not sure, chance may have done it:", unsure.slice(0, UNSURE_LISTED), UNSURE_LISTED, options);
  yield* listed("Better for sure:", report.improved, LISTED, options);
  yield "";
  const mixed = `  Compared as traffic: ${tasks.a} tasks before, ${tasks.b} now. --pairs compares task by task.`;
  yield toLine([["note", mixed]], options);
  if (next !== "") yield toLine([["note", "  Next: "], next], options);
}

function* listed(title: string, changes: readonly Change[], most: number, options: AnswerOptions): Generator<string> {
  if (changes.length === 0) return;
  yield "";
  yield toLine([["note", `  ${title}`]], options);
  for (const change of changes.slice(0, most)) yield toLine(["    ", changeClause(change)], options);
  if (changes.length > most)
    yield toLine([["note", `    and ${changes.length - most} more (--json lists all)`]], options);
}

function* blamed(suspects: readonly Suspect[]): Generator<string> {
  for (const { field, value, confidence } of suspects.slice(1, 3)) {
    if (confidence >= 0.2) yield `Also ${howSure(confidence)}: ${field} ${value}.`;
  }
}
