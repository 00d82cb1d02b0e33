import { howSure, nameSetApart, sharesText } from "@clew/log";
import type { PathReport } from "clew/explain";
import { drawPath } from "./action-chain.js";
import { type AnswerOptions, type Piece, toLine, toParagraph } from "./answer-lines.js";

/** What made tasks take a way, for people: the reason first, then where the ways part, then an example of each. */
export function* pathText(
  report: PathReport,
  filter: string,
  files: string,
  options: AnswerOptions,
): Generator<string> {
  const { partedAt, example } = report;
  for (const line of toParagraph(sentence(report, filter), options)) yield toLine([["heading", line]], options);
  for (const line of toParagraph(others(report), options)) if (line !== "") yield toLine([line], options);
  if (partedAt !== undefined) {
    yield "";
    const after = partedAt.after === null ? "at its beginning" : `after ${partedAt.after.type}`;
    const said: Piece[] = [["warning", `  the ways part ${after}`]];
    for (const line of drawPath(partedAt.actionPath, said, options)) yield toLine(line, options);
  }
  yield "";
  const { taken, notTaken } = example;
  if (taken !== undefined) yield toLine([["note", "  Next: "], `clew tree ${files} --task ${taken.taskUuid}`], options);
  if (taken !== undefined && notTaken !== undefined && notTaken.taskUuid !== taken.taskUuid) {
    const compared = `clew diff ${files} --task ${notTaken.taskUuid} --task ${taken.taskUuid}`;
    yield toLine([["note", "  Beside one without: "], compared], options);
  }
}

function sentence({ setApart, matched, population }: PathReport, filter: string): string {
  const how = `${filter} came in ${matched} of ${population}`;
  const [first] = setApart;
  if (first !== undefined) {
    const shares = sharesText(first, "those", "the others");
    return `${how}, ${howSure(first.confidence)} because of ${nameSetApart(first)}: ${shares}.`;
  }
  if (matched === population) return `${how}: always, so there is nothing to compare it with.`;
  if (Math.min(matched, population - matched) < FEW) return `${how}: too few to tell why.`;
  return `${how}. Nothing that was known before sets those apart by more than chance might.`;
}

function others({ setApart }: PathReport): string {
  return setApart
    .slice(1)
    .map((entry) => `Then ${nameSetApart(entry)}: ${sharesText(entry, "those", "the others")}.`)
    .join(" ");
}

/** Fewer show next to nothing, whatever they have in common. */
const FEW = 6;
