/** The sentences of `clew why`: what failed, where it began, how sure that is, and what to look at next. */

import type { FailureGroup, FailureReport, Suspect } from "clew/explain";
import { formatMoment } from "clew/render";
import { drawChain } from "./action-chain.js";
import { type AnswerOptions, type Piece, toLine, toParagraph } from "./answer-lines.js";
import { howSure } from "./how-sure.js";
import { recordPieces } from "./record-pieces.js";
import { nameSetApart, sharesText } from "./set-apart-text.js";

/** Failures for people: for each a sentence that names the cause, what shows it, and what to look at next. */
export function* whyText(report: FailureReport, files: string, options: AnswerOptions): Generator<string> {
  const { failures, loggedErrors, suspects, usualTasks } = report;
  const own = failures.filter(({ handled }) => !handled);
  if (own.length === 0)
    for (const line of toParagraph(nothingFailed(report), options)) yield toLine([["heading", line]], options);
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

function nothingFailed({ tasks, loggedErrors }: FailureReport): string {
  const none = tasks === 1 ? "The task did not fail" : `None of the ${tasks} tasks failed`;
  const errors = loggedErrors.reduce((sum, { count }) => sum + count, 0);
  if (errors === 0) return `${none}.`;
  return `${none}, but ${errors === 1 ? "an error was" : `errors were`} logged ${times(errors)}, of ${kinds(loggedErrors.length)}.`;
}

function kinds(count: number): string {
  return count === 1 ? "one kind" : `${count} kinds`;
}

function isMore({ count, usualCount = 0 }: FailureGroup, { tasks, usualTasks = 0 }: FailureReport): boolean {
  return usualTasks === 0 || count / tasks > (2 * usualCount) / usualTasks;
}

function* groupText(
  group: FailureGroup,
  report: FailureReport,
  files: string,
  options: AnswerOptions,
): Generator<string> {
  for (const line of toParagraph(`${sentence(group, report)}${usually(group, report)}`, options))
    yield toLine([["heading", line]], options);
  if (!group.handled) for (const line of toParagraph(difference(group), options)) yield toLine([line], options);
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

function sentence(group: FailureGroup, report: FailureReport): string {
  const { count, handled, origin } = group;
  const where = origin.actionType;
  if (handled) return `Handled ${times(count)}: ${where} failed with ${errorText(origin)}.`;
  if (report.loggedErrors.includes(group)) return `${capital(times(count))}, ${where} logged ${errorText(origin)}.`;
  const who = report.tasks === 1 ? "The task failed" : `${count} of ${report.tasks} tasks failed`;
  if (origin.exception === null && origin.reason === null)
    return `${who} because ${where} was still running when its time was up.`;
  const caught = isUncaught(group) ? " Nobody caught it, which ends a program: see clew:uncaught below." : "";
  return `${who} because ${where} failed with ${errorText(origin)}.${caught}`;
}

/** Whether the error is one that nobody caught, of which the recorder says so just before. */
function isUncaught({ before, origin }: FailureGroup): boolean {
  return before.some(
    ({ message_type, exception, reason }) =>
      message_type === "clew:uncaught" && exception === origin.exception && reason === origin.reason,
  );
}

/** The same as it was, and since when it is not. */
function usually({ usualCount, since, handled }: FailureGroup, { usualTasks }: FailureReport): string {
  if (handled) return "";
  const began = since === undefined ? "" : ` It began at ${formatMoment(since.time)}.`;
  if (usualCount === undefined || usualTasks === undefined) return began;
  const before =
    usualCount === 0 ? `New: none of ${usualTasks} did before.` : `Before, ${usualCount} of ${usualTasks} did.`;
  return ` ${before}${began}`;
}

function suspectsText(suspects: readonly Suspect[]): string | undefined {
  const [first] = suspects;
  if (first === undefined || first.confidence < 0.2) return undefined;
  return `Taken together, it ${howSure(first.confidence)} began in ${first.field} ${first.value}: ${first.because[0]}.`;
}

function capital(text: string): string {
  return `${text.slice(0, 1).toUpperCase()}${text.slice(1)}`;
}

function errorText({ exception, reason }: FailureGroup["origin"]): string {
  const name = exception ?? "an error";
  return reason === null || reason === ""
    ? name
    : `${name}: ${reason.length > 200 ? `${reason.slice(0, 200)}…` : reason}`;
}

function difference({ setApart, comparedWith, count, origin }: FailureGroup): string {
  const others = `the ${comparedWith} that got through ${origin.actionType}`;
  const [first, ...rest] = setApart;
  if (first !== undefined) {
    const more = rest.map((entry) => `; then ${nameSetApart(entry)} (${sharesText(entry, "them", "the others")})`);
    return `What sets them apart is ${nameSetApart(first)}: ${sharesText(first, "them", others)}, ${howSure(first.confidence)}${more.join("")}.`;
  }
  if (comparedWith === 0)
    return `No task got through ${origin.actionType}, so there is nothing to compare the failures with.`;
  if (comparedWith < FEW)
    return `${comparedWith} got through ${origin.actionType}: too few to tell what sets the failed ones apart.`;
  if (count < FEW) return `Too few failed to tell what sets them apart from ${others}.`;
  return `No value sets them apart from ${others} by more than chance might.`;
}

/** Fewer show next to nothing. */
const FEW = 5;

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

function times(count: number): string {
  return count === 1 ? "once" : `${count} times`;
}
