// What changed between two stretches of traffic, for people: who is to blame and why, what else is sure, what is not.

import { changeClause, changesSentence, howSure } from "@clew/log";
import type { ChangeReport, Suspect } from "clew/explain";
import { type AnswerOptions, toLine, toParagraph } from "./answer-lines.js";

/** Changes that are listed of the sure ones, and of the others. */
const LISTED = 12;
const UNSURE_LISTED = 5;
/** Below this a guess is not worth a line. */
const LEAST_CONFIDENCE = 0.05;

export function* changesText(report: ChangeReport, next: string, options: AnswerOptions): Generator<string> {
  const { changes, tasks, suspects } = report;
  const sure = changes.filter((change) => change.sure);
  const unsure = changes.filter((change) => !change.sure && change.confidence >= LEAST_CONFIDENCE);
  for (const line of toParagraph(changesSentence(report), options)) yield toLine([["heading", line]], options);
  for (const line of blamed(suspects)) yield toLine(["  ", line], options);
  if (sure.length > 0) {
    yield "";
    yield toLine([["note", "  Changed for sure, the deepest of what follows from each other:"]], options);
    for (const change of sure.slice(0, LISTED)) yield toLine(["    ", changeClause(change)], options);
    if (sure.length > LISTED)
      yield toLine([["note", `    and ${sure.length - LISTED} more (--json lists all)`]], options);
  }
  if (unsure.length > 0) {
    yield "";
    yield toLine([["note", "  Not sure, chance may have done it:"]], options);
    for (const change of unsure.slice(0, UNSURE_LISTED)) yield toLine(["    ", changeClause(change)], options);
  }
  yield "";
  const mixed = `  Compared as traffic: ${tasks.a} tasks before, ${tasks.b} now. --pairs compares task by task.`;
  yield toLine([["note", mixed]], options);
  if (next !== "") yield toLine([["note", "  Next: "], next], options);
}

function* blamed(suspects: readonly Suspect[]): Generator<string> {
  for (const { field, value, confidence } of suspects.slice(1, 3)) {
    if (confidence >= 0.2) yield `Also ${howSure(confidence)}: ${field} ${value}.`;
  }
}
