import type { FailureGroup, FailureReport } from "clew/explain";
import { drawChain } from "./action-chain.js";
import { type AnswerOptions, type Piece, toLine, toParagraph } from "./answer-lines.js";
import { recordPieces } from "./record-pieces.js";
import { nameSetApart, sharesText } from "./set-apart-text.js";

/** Failures for people: for each a sentence that names the cause, what shows it, and what to look at next. */
export function* whyText(report: FailureReport, files: string, options: AnswerOptions): Generator<string> {
  const own = report.failures.filter(({ handled }) => !handled);
  if (own.length === 0) {
    const open = report.tasks === 1 ? "The task did not fail." : `None of the ${report.tasks} tasks failed.`;
    yield toLine([["heading", open]], options);
  }
  for (const [i, group] of report.failures.entries()) {
    if (i > 0) yield "";
    yield* groupText(group, report, files, options);
  }
}

function* groupText(
  group: FailureGroup,
  report: FailureReport,
  files: string,
  options: AnswerOptions,
): Generator<string> {
  for (const line of toParagraph(sentence(group, report), options)) yield toLine([["heading", line]], options);
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

function sentence({ count, handled, origin }: FailureGroup, { tasks }: FailureReport): string {
  const where = origin.actionType;
  if (handled) return `Handled ${times(count)}: ${where} failed with ${errorText(origin)}.`;
  const who = tasks === 1 ? "The task failed" : `${count} of ${tasks} tasks failed`;
  if (origin.exception === null) return `${who} because ${where} was still running when its time was up.`;
  return `${who} because ${where} failed with ${errorText(origin)}.`;
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
    return `What sets them apart is ${nameSetApart(first)}: ${sharesText(first, "them", others)}${more.join("")}.`;
  }
  if (comparedWith === 0)
    return "Nothing got through it with which they could be compared, so what sets them apart is not known.";
  if (count < 4) return `Too few failed to tell what sets them apart from ${others}.`;
  return `No value sets them apart from ${others} by more than chance might.`;
}

function outcome({ origin }: FailureGroup): Piece[] {
  if (origin.exception === null) return [["warning", "  still running"]];
  return [["failed", `  ${errorText(origin)}`]];
}

function certaintyText({ record, chain }: FailureGroup): string | undefined {
  const above = chain.at(-2)?.actionType;
  if (record === undefined || above === undefined || record.seen < 2) return undefined;
  if (record.fatal === record.seen) return `All ${record.seen} times that it went so, ${above} above it failed too.`;
  return `${record.fatal} of the ${record.seen} times that it went so, ${above} above it failed too; so this is less sure.`;
}

function times(count: number): string {
  return count === 1 ? "once" : `${count} times`;
}
