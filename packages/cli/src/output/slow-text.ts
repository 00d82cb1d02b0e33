import { percent, slowApartSentence, slowSentence } from "@clew/log";
import type { SlowAction, SlowGap, SlowReport } from "clew/explain";
import { formatDuration, measureColumns, visible } from "clew/render";
import { drawPath } from "./action-chain.js";
import { type AnswerOptions, type Piece, toLine, toParagraph } from "./answer-lines.js";

/** Paths that are listed below the first; more hide what matters. */
const LISTED = 8;
/** A smaller share of the time is not worth a line. */
const LEAST_SHARE = 0.01;

/** Where the time went, for people: the sentence first, then the paths, then the silences. */
export function* slowText(report: SlowReport, files: string, options: AnswerOptions): Generator<string> {
  const [first, ...rest] = report.actions;
  if (first === undefined) return;
  for (const line of toParagraph(slowSentence(first, report), options)) yield toLine([["heading", line]], options);
  const apart = slowApartSentence(first);
  if (apart !== undefined) for (const line of toParagraph(apart, options)) yield toLine([line], options);
  yield "";
  const said: Piece[] = [["duration", `  ${formatDuration(first.criticalSelfSeconds)}`]];
  for (const line of drawPath(first.actionPath, said, options)) yield toLine(line, options);
  yield "";
  yield toLine([["note", "  Of the time that was waited for:"]], options);
  for (const action of [first, ...rest].slice(0, LISTED)) {
    if (action.share >= LEAST_SHARE || action === first) yield toLine(row(action, options), options);
  }
  for (const line of betweenLines(report)) yield toLine([line], options);
  const gaps = report.gaps.filter(({ seconds }) => seconds >= 0.05 * report.totalSeconds).slice(0, 3);
  if (gaps.length > 0) {
    yield "";
    yield toLine([["note", "  Nothing was logged there for long:"]], options);
    for (const gap of gaps) yield toLine(gapRow(gap, options), options);
  }
  yield "";
  yield toLine([["note", "  Next: "], `clew tree ${files} --task ${first.example.taskUuid}`], options);
}

function* betweenLines({ between }: SlowReport): Generator<string> {
  for (const { from, to, seconds, explainedBy, affected } of between.slice(0, 3)) {
    const end = explainedBy === "from" ? from : explainedBy === "to" ? to : undefined;
    const [late, calls] = explainedBy === "from" ? affected.from : affected.to;
    const why =
      end === undefined
        ? "the other calls of neither tell which end it is"
        : `${end} explains it: ${late} of ${calls} of its calls are late`;
    yield `  Between ${from} and ${to}: ${formatDuration(seconds)} more on the way; ${why}.`;
  }
}

function row({ actionPath, criticalSelfSeconds, share, count }: SlowAction, options: AnswerOptions): Piece[] {
  const before = `  ${percent(share).padStart(5)}  ${formatDuration(criticalSelfSeconds).padStart(7)}`;
  const times = `  ${String(count).padStart(6)} x  `;
  return [
    ["duration", before],
    ["note", times],
    ["type", pathEnd(actionPath, before + times, options)],
  ];
}

function gapRow({ actionPath, after, before, seconds }: SlowGap, options: AnswerOptions): Piece[] {
  const took = `  ${formatDuration(seconds).padStart(14)}  `;
  const where = `, between ${after?.type ?? "its start"} and ${before?.type ?? "its finish"}`;
  return [
    ["duration", took],
    ["type", pathEnd(actionPath, took + where, options)],
    ["note", where],
  ];
}

/** As much of a path as fits beside a text: its last action is what a row is about, and its first are those of other rows. */
function pathEnd(
  path: readonly string[],
  beside: string,
  { width, measure = measureColumns, ascii = false }: AnswerOptions,
): string {
  const room = (width ?? Number.POSITIVE_INFINITY) - measure(visible(beside));
  for (let from = 0; ; from++) {
    const text = [...(from > 0 ? [ascii ? "..." : "…"] : []), ...path.slice(from)].join(" > ");
    if (from >= path.length - 1 || measure(visible(text)) <= room) return text;
  }
}
