import type { ExplainedLog, ThreadExplanations } from "./explanations.js";
import type { LogPair, ShownLog } from "./shown-log.js";

type PairedLog = ShownLog & ExplainedLog & { readonly explanations: ThreadExplanations };

/** Lets a log that is shown and its baseline know of each other: either can be asked then for what changed between them. */
export function pairLogs(baseline: PairedLog, log: PairedLog, names: LogPair["names"]): void {
  const besides = () => log.explanations.besides(baseline);
  const pair: LogPair = {
    baseline,
    names,
    text: async () => (await besides()).text,
    counted: async () => (await besides()).counted ?? [],
  };
  baseline.explanations.pair = pair;
  log.explanations.pair = pair;
}
