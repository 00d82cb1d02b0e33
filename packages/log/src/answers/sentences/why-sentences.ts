// The sentences about failures. The command prints them, and the page shows them: both say the same.

import type { FailureGroup, FailureReport } from "clew/explain";
import { formatMoment } from "clew/render";
import { howSure, nameSetApart, sharesText } from "./set-apart-words.js";

/** Fewer tasks than this show next to nothing. */
const FEW = 5;
const MOST_REASON = 200;

/**
 * A kind of failure in one sentence: its share of the tasks, the action in which it began, its error; then, where that is
 * known, its share before, and the moment from which it came.
 *
 * ```ts
 * import { failureSentence } from "@clew/log";
 * import { explainFailures } from "clew/explain";
 * import { parseStream } from "clew/parse";
 *
 * const lines = [
 *   '{"task_uuid":"a","task_level":[1],"timestamp":1,"action_type":"order","action_status":"started"}',
 *   '{"task_uuid":"a","task_level":[2],"timestamp":2,"action_type":"order","action_status":"failed","exception":"KeyError"}',
 * ];
 * const report = await explainFailures(parseStream(lines));
 * for (const group of report.failures) console.log(failureSentence(group, report));
 * // The task failed because order failed with KeyError.
 * ```
 */
export function failureSentence(group: FailureGroup, report: FailureReport): string {
  return `${happened(group, report)}${usually(group, report)}`;
}

function happened(group: FailureGroup, report: FailureReport): string {
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

/** True for an error that nobody caught, of which the recorder says so just before. */
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

/** The error with which a failure began: its exception and its reason, cut where it is long. */
export function errorText({ exception, reason }: FailureGroup["origin"]): string {
  const name = exception ?? "an error";
  return reason === null || reason === ""
    ? name
    : `${name}: ${reason.length > MOST_REASON ? `${reason.slice(0, MOST_REASON)}…` : reason}`;
}

/** The values that set failed tasks apart, in a sentence; or the reason why none can be named. */
export function failureApartSentence({ setApart, comparedWith, count, origin }: FailureGroup): string {
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

/** The sentence of a log in which no task failed, with a count of the errors that were logged all the same. */
export function nothingFailedSentence({ tasks, loggedErrors }: FailureReport): string {
  const none = tasks === 1 ? "The task did not fail" : `None of the ${tasks} tasks failed`;
  const errors = loggedErrors.reduce((sum, { count }) => sum + count, 0);
  if (errors === 0) return `${none}.`;
  return `${none}, but ${errors === 1 ? "an error was" : `errors were`} logged ${times(errors)}, of ${kinds(loggedErrors.length)}.`;
}

function kinds(count: number): string {
  return count === 1 ? "one kind" : `${count} kinds`;
}

function times(count: number): string {
  return count === 1 ? "once" : `${count} times`;
}

function capital(text: string): string {
  return `${text.slice(0, 1).toUpperCase()}${text.slice(1)}`;
}
