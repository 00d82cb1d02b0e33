import type { ChangeAnswer, Counted } from "@clew/log";
import { formatText } from "../../model/index.js";

export const KIND_WORDS: Readonly<Record<ChangeAnswer["kind"], string>> = {
  contains: "has",
  lacks: "lacks",
  failed: "failed",
  own_time: "took longer",
  count: "other number of",
  between: "longer way to",
};

/** The figure of a comparison in a few words: what changed, and the side that is meant. */
export function countedWords({ change: { kind, action_path: path, item }, side }: Counted): string {
  const what = `${path.join(" › ")} ${KIND_WORDS[kind]}${item === undefined ? "" : ` ${item}`}`;
  return `${formatText(what)}, in ${side.toUpperCase()}`;
}
