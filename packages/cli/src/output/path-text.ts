import { pathSentence } from "@clew/log";
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
  for (const line of toParagraph(pathSentence(report, filter), options)) yield toLine([["heading", line]], options);
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
