import type { CountedTasks } from "@clew/log";
import type { ExplainedLog, ThreadExplanations } from "./explanations.js";
import type { LogPair, ShownLog } from "./shown-log.js";

type PairedLog = ShownLog & ExplainedLog & { readonly explanations: ThreadExplanations };

/** A log that is shown, and its baseline. Each of the two knows the pair then, and can be asked for what it counts. */
export class ComparedLogs implements LogPair {
  readonly baseline: ShownLog;
  readonly names: LogPair["names"];
  readonly #usual: ExplainedLog;
  readonly #explanations: ThreadExplanations;

  constructor(baseline: PairedLog, log: PairedLog, names: LogPair["names"]) {
    this.baseline = baseline;
    this.names = names;
    this.#usual = baseline;
    this.#explanations = log.explanations;
    baseline.explanations.pair = this;
    log.explanations.pair = this;
  }

  async text(): Promise<string> {
    return (await this.#explanations.besides(this.#usual)).text;
  }

  async counted(): Promise<CountedTasks> {
    return (await this.#explanations.besides(this.#usual)).counted ?? [];
  }
}
