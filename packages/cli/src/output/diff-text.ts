import { encodeExact } from "@clew/log";
import type { DiffReport, Divergence } from "clew/explain";
import { formatDuration } from "clew/render";
import { drawPath } from "./action-chain.js";
import { type AnswerOptions, type Piece, toLine, toParagraph } from "./answer-lines.js";
import { changesText } from "./changes-text.js";
import { recordPieces } from "./record-pieces.js";

/** Other differences that are listed. */
const LISTED = 20;

/** How two logs differ, for people: the first divergence, what came before it, and the others. */
export function* diffText(report: DiffReport, next: string, options: AnswerOptions): Generator<string> {
  const { first, differences, pairedTasks, changed } = report;
  if (changed !== undefined) {
    yield* changesText(changed, next, options);
    return;
  }
  if (first === undefined) {
    const tasks = pairedTasks === 1 ? "the task is" : `the ${pairedTasks} tasks are`;
    yield toLine(
      [["heading", `No difference: ${tasks} the same but for ids, times and the order of what ran side by side.`]],
      options,
    );
    return;
  }
  for (const line of toParagraph(`They part where ${describe(first)}.`, options))
    yield toLine([["heading", line]], options);
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
    for (const each of others.slice(0, LISTED)) yield toLine(["    ", describe(each)], options);
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

function describe({ kind, actionPath, field, values, messageType }: Divergence): string {
  const path = actionPath.join(" > ");
  const what = messageType === undefined ? path : `${messageType} in ${path}`;
  switch (kind) {
    case "missing":
      return `b lacks ${what}`;
    case "extra":
      return `b has ${what}, which a has not`;
    case "status":
      return `${path} ${values?.a} in a and ${values?.b} in b`;
    case "field":
      return `${field} is ${encodeExact(values?.a)} in a and ${encodeExact(values?.b)} in b (${path})`;
    case "order":
      return `${path} stands elsewhere in the sequence`;
    case "duration":
      return `${path} took ${seconds(values?.a)} by itself in a and ${seconds(values?.b)} in b`;
  }
}

function seconds(value: unknown): string {
  return typeof value === "number" ? formatDuration(value) : "?";
}

function isSame(one: Divergence, other: Divergence): boolean {
  const key = ({ kind, actionPath, field, a, b }: Divergence) => JSON.stringify([kind, actionPath, field, a, b]);
  return key(one) === key(other);
}
