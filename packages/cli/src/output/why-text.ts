/** The sentences of `clew why`: what failed, where it began, how sure that is, and what to look at next. */

import { errorText, failureApartSentence, failureSentence, howSure, nothingFailedSentence } from "@clew/log";
import type { FailureGroup, FailureReport, Suspect } from "clew/explain";
import { drawChain } from "./action-chain.js";
import { type AnswerOptions, type Piece, toLine, toParagraph } from "./answer-lines.js";
import { recordPieces } from "./record-pieces.js";

/** Failures for people: for each a sentence that names the cause, what shows it, and what to look at next. */
export function* whyText(report: FailureReport, files: string, options: AnswerOptions): Generator<string> {
  const { failures, loggedErrors, suspects, usualTasks } = report;
  const own = failures.filter(({ handled }) => !handled);
  if (own.length === 0)
    for (const line of toParagraph(nothingFailedSentence(report), options)) yield toLine([["heading", line]], options);
  for (const [i, group] of failures.entries()) {
    if (i > 0 || own.length === 0) yield "";
    yield* groupText(group, report, files, options);
  }
  // Where tasks failed, what was logged beside is only worth a look if it is more than usual.
  const errors = loggedErrors.filter(
    (group) => own.length === 0 || (usualTasks !== undefined && isMore(group, report)),
  );
  for (const [i, group] of errors.slice(0, MOST_ERRORS).entries()) {
    yield "";
    if (i === 0) yield toLine([["note", "Errors that were logged in tasks that did not fail:"]], options);
    yield* groupText(group, report, files, options);
  }
  if (errors.length > MOST_ERRORS)
    yield toLine([["note", `and ${errors.length - MOST_ERRORS} more kinds (--json lists all)`]], options);
  const blamed = suspectsText(suspects);
  if (blamed !== undefined && own.length + errors.length > 1) {
    yield "";
    for (const line of toParagraph(blamed, options)) yield toLine([line], options);
  }
}

/** Kinds of logged error that are shown. */
const MOST_ERRORS = 5;

function isMore({ count, usualCount = 0 }: FailureGroup, { tasks, usualTasks = 0 }: FailureReport): boolean {
  return usualTasks === 0 || count / tasks > (2 * usualCount) / usualTasks;
}

function* groupText(
  group: FailureGroup,
  report: FailureReport,
  files: string,
  options: AnswerOptions,
): Generator<string> {
  for (const line of toParagraph(failureSentence(group, report), options)) yield toLine([["heading", line]], options);
  if (!group.handled)
    for (const line of toParagraph(failureApartSentence(group), options)) yield toLine([line], options);
  yield "";
  for (const line of drawChain(group.chain, outcome(group), options)) yield toLine(line, options);
  const certainty = certaintyText(group);
  if (certainty !== undefined) yield toLine(["  ", ["note", certainty]], options);
  if (group.before.length > 0) {
    yield "";
    yield toLine([["note", "  Just before it:"]], options);
    for (const message of group.before) yield toLine(["    ", ...recordPieces(message)], options);
  }
  yield "";
  yield toLine([["note", "  Next: "], `clew tree ${files} --task ${group.example.taskUuid}`], options);
}

function suspectsText(suspects: readonly Suspect[]): string | undefined {
  const [first] = suspects;
  if (first === undefined || first.confidence < 0.2) return undefined;
  return `Taken together, it ${howSure(first.confidence)} began in ${first.field} ${first.value}: ${first.because[0]}.`;
}

function outcome({ origin }: FailureGroup): Piece[] {
  if (origin.exception === null && origin.reason === null) return [["warning", "  still running"]];
  return [["failed", `  ${errorText(origin)}`]];
}

function certaintyText({ record, chain }: FailureGroup): string | undefined {
  const above = chain.at(-2)?.actionType;
  if (record === undefined || above === undefined || record.seen < 2) return undefined;
  if (record.fatal === record.seen) return `In all ${record.seen} cases its parent, ${above}, failed too.`;
  return `In ${record.fatal} of ${record.seen} cases its parent, ${above}, failed too; so this is less sure.`;
}
