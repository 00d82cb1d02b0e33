import type { ActionPlace } from "clew/explain";
import { shortUuid } from "clew/render";
import type { AnswerOptions, Piece } from "./answer-lines.js";

/** Draws actions from a root down to one as a tree with one branch, with what is to be said of the last one. */
export function drawChain(chain: readonly ActionPlace[], said: readonly Piece[], { ascii }: AnswerOptions): Piece[][] {
  const [branch, mark] = ascii === true ? ["`- ", "<-- here"] : ["└─ ", "◀ here"];
  return shortened(chain).map(({ actionType, taskUuid }, depth, chain) => {
    const begins = taskUuid !== "" && chain[depth - 1]?.taskUuid !== taskUuid;
    const indent = depth === 0 ? "  " : `  ${"   ".repeat(depth - 1)}`;
    const last = depth === chain.length - 1;
    return [
      ["tree", depth === 0 ? indent : `${indent}${branch}`],
      [last ? "failed" : "type", actionType],
      ...(begins ? ([["note", `  task ${shortUuid(taskUuid)}`]] as const) : []),
      ...(last ? ([...said, ["warning", `  ${mark}`]] as const) : []),
    ] as Piece[];
  });
}

/** Of a very long way only its beginning and its end. */
function shortened(chain: readonly ActionPlace[]): readonly ActionPlace[] {
  if (chain.length <= SHOWN) return chain;
  const left = chain.length - SHOWN + 1;
  const gap: ActionPlace = { ...(chain[SHOWN / 2] as ActionPlace), actionType: `… ${left} more actions` };
  return [...chain.slice(0, SHOWN / 2), gap, ...chain.slice(1 - SHOWN / 2)];
}

/** More levels than a screen has lines. */
const SHOWN = 20;

/** Draws the types from a root down to an action in the same way. */
export function drawPath(path: readonly string[], said: readonly Piece[], options: AnswerOptions): Piece[][] {
  const chain = path.map((actionType) => ({ actionType, taskUuid: "", taskLevel: [] }));
  return drawChain(chain, said, options);
}
