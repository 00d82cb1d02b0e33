import type { ActionPlace } from "clew/explain";
import type { AnswerOptions, Piece } from "./answer-lines.js";

/** Draws actions from a root down to one as a tree with one branch, with what is to be said of the last one. */
export function drawChain(chain: readonly ActionPlace[], said: readonly Piece[], { ascii }: AnswerOptions): Piece[][] {
  const [branch, mark] = ascii === true ? ["`- ", "<-- here"] : ["└─ ", "◀ here"];
  return chain.map(({ actionType, taskUuid }, depth) => {
    const begins = taskUuid !== "" && chain[depth - 1]?.taskUuid !== taskUuid;
    const indent = depth === 0 ? "  " : `  ${"   ".repeat(depth - 1)}`;
    const last = depth === chain.length - 1;
    return [
      ["tree", depth === 0 ? indent : `${indent}${branch}`],
      [last ? "failed" : "type", actionType],
      ...(begins ? ([["note", `  task ${taskUuid.slice(0, 8)}`]] as const) : []),
      ...(last ? ([...said, ["warning", `  ${mark}`]] as const) : []),
    ] as Piece[];
  });
}

/** Draws the types from a root down to an action in the same way. */
export function drawPath(path: readonly string[], said: readonly Piece[], options: AnswerOptions): Piece[][] {
  const chain = path.map((actionType) => ({ actionType, taskUuid: "", taskLevel: [] }));
  return drawChain(chain, said, options);
}
