// The questions that are asked of nearly every log, without any option: worked out in one reading of it, to be there when
// somebody asks.

import { explainFailures, type FailureReport, findSlow, summarize } from "clew/explain";
import type { TaskTree } from "clew/parse";
import { isTimeless } from "../filter/index.js";
import { type LogInputOptions, openLogs } from "../input/index.js";
import { keepAnswers, type LogNames, type Question } from "./answered.js";
import { inStep } from "./in-step.js";

/** The field whose values are ranked by how much speaks for each, where no other one is named. */
export const USUAL_BY = "service";

export const USUAL = {
  why: { name: "why", options: { by: USUAL_BY } },
  slow: { name: "slow", options: { by: USUAL_BY } },
  stats: { name: "stats", options: {} },
} as const satisfies Readonly<Record<string, Question>>;

/** The question of a way in the words of a filter; none where it is of this moment alone. */
export function pathQuestion(filter: string): Question | undefined {
  return isTimeless(filter) ? { name: "path", options: { filter } } : undefined;
}

/** What `clew why` says of a log. */
export interface WhyOfLog {
  readonly report: FailureReport;
  /** Errors that were logged outside of actions: they are no failures of one. */
  readonly errors: number;
}

/** Answers `why` out of trees. */
export async function whyOf(
  trees: AsyncIterable<TaskTree>,
  how: Parameters<typeof explainFailures>[1],
): Promise<WhyOfLog> {
  let errors = 0;
  async function* counted() {
    for await (const tree of trees) {
      if (tree.root.kind === "message" && typeof tree.root.fields.exception === "string") errors++;
      yield tree;
    }
  }
  const report = await explainFailures(counted(), how);
  return { report, errors };
}

/** Keeps the answers to the usual questions where they are not kept already. Gives whether the log was read for them. */
export function keepUsual(names: LogNames, reading: LogInputOptions = {}): Promise<boolean> {
  return keepAnswers(names, Object.values(USUAL), async () => {
    const log = await openLogs(names, reading);
    const [forWhy, forSlow, forStats] = inStep(log.trees(), 3) as [...Three<AsyncIterable<TaskTree>>];
    const answers = await Promise.all([
      whyOf(forWhy, USUAL.why.options),
      findSlow(forSlow, USUAL.slow.options),
      summarize(forStats, USUAL.stats.options),
    ]);
    return { answers, log };
  });
}

type Three<Item> = readonly [Item, Item, Item];
