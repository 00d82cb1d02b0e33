// What changed between two stretches of traffic, for people: who is to blame and why, what else is sure, what is not.

import { howSure, ownerOfChange } from "@clew/log";
import type { Change, ChangeReport, Suspect } from "clew/explain";
import { formatDuration } from "clew/render";
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
  for (const line of toParagraph(verdict(report), options)) yield toLine([["heading", line]], options);
  for (const line of blamed(suspects)) yield toLine(["  ", line], options);
  if (sure.length > 0) {
    yield "";
    yield toLine([["note", "  Changed for sure, the deepest of what follows from each other:"]], options);
    for (const change of sure.slice(0, LISTED)) yield toLine(["    ", describeChange(change)], options);
    if (sure.length > LISTED)
      yield toLine([["note", `    and ${sure.length - LISTED} more (--json lists all)`]], options);
  }
  if (unsure.length > 0) {
    yield "";
    yield toLine([["note", "  Not sure, chance may have done it:"]], options);
    for (const change of unsure.slice(0, UNSURE_LISTED)) yield toLine(["    ", describeChange(change)], options);
  }
  yield "";
  const mixed = `  Compared as traffic: ${tasks.a} tasks before, ${tasks.b} now. --pairs compares task by task.`;
  yield toLine([["note", mixed]], options);
  if (next !== "") yield toLine([["note", "  Next: "], next], options);
}

function verdict({ changes, suspects, tasks }: ChangeReport): string {
  const [first] = suspects;
  const [change] = changes;
  if (change === undefined)
    return `Nothing changed between the two, as far as ${tasks.a} and ${tasks.b} tasks can tell.`;
  if (!change.sure) {
    const guess = first === undefined ? "" : ` The best guess is ${first.value}, ${howSure(first.confidence)}.`;
    return `Nothing changed for sure; ${tasks.a} and ${tasks.b} tasks may be too few to tell.${guess}`;
  }
  if (first === undefined) return `What changed: ${describeChange(change)}.`;
  const own = changes.find(({ sure, value }) => sure && value === first.value);
  const what = describeChange(own === undefined ? change : { ...own, value: undefined });
  return `It ${howSure(first.confidence)} began in ${first.value}: ${what}.`;
}

function* blamed(suspects: readonly Suspect[]): Generator<string> {
  for (const { field, value, confidence } of suspects.slice(1, 3)) {
    if (confidence >= 0.2) yield `Also ${howSure(confidence)}: ${field} ${value}.`;
  }
}

/** A change in one clause, with where it shows, and its figures on both sides. */
function describeChange({ actionPath, kind, item, a, b, extraSecondsPerTask, value }: Change): string {
  const owner = ownerOfChange(kind, actionPath.at(-1), value);
  const path = `${actionPath.join(" > ")}${owner === undefined ? "" : ` of ${owner}`}`;
  const figures = `in ${b.yes} of ${b.of}, before in ${a.yes} of ${a.of}`;
  const extra = extraSecondsPerTask >= 0.0005 ? `, ${formatDuration(extraSecondsPerTask)} more a task` : "";
  switch (kind) {
    case "contains":
      return `${path} has ${item} ${figures}`;
    case "lacks":
      return `${path} lacks ${item} ${figures}`;
    case "failed":
      return `${path} failed ${figures}`;
    case "own_time":
      return `${path} took longer by itself than usual ${figures}${extra}`;
    case "count":
      return `${path} has ${item} more or less often than usual ${figures}`;
    case "between":
      return `the way from ${path} to ${item} took longer than usual ${figures}${extra}`;
  }
}
