// The questions that are asked of nearly every log, without any option: worked out in one reading of it, to be there when
// somebody asks.

import { type WhyAnswer, whyJson } from "@clew/log";
import { explainFailures, type FailureReport, findSlow, summarize } from "clew/explain";
import type { TaskTree } from "clew/parse";
import { type LogInput, openLogs } from "../input/index.js";
import { type Draw, keepAnswers, type LogNames, lasting, type Question } from "./answered.js";
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
  return lasting({ name: "path", options: { filter } }, filter);
}

/** What `clew why` says of a log. */
export interface WhyOfLog {
  readonly report: FailureReport;
  /** Errors that were logged outside of actions: they are no failures of one. */
  readonly errors: number;
}

/** The answer of `clew why --json`. */
export const whyDrawn: Draw<WhyOfLog, WhyAnswer> = ({ report }, [log]) => whyJson(report, log?.unused.count ?? 0);

/** Answers `why` out of trees; of a log of which some tasks were taken, with the counts of all. */
export async function whyOf(
  trees: AsyncIterable<TaskTree>,
  how: Parameters<typeof explainFailures>[1],
  log?: Pick<LogInput, "shares">,
): Promise<WhyOfLog> {
  let errors = 0;
  async function* counted() {
    for await (const tree of trees) {
      if (tree.root.kind === "message" && typeof tree.root.fields.exception === "string") errors++;
      yield tree;
    }
  }
  const report = await explainFailures(counted(), how);
  return { report: countedForAll(report, log?.shares), errors };
}

/** What was counted in some tasks, as it would be in all. Beside what is usual, both stay those of the tasks that were read. */
function countedForAll(report: FailureReport, shares: LogInput["shares"]): FailureReport {
  if (shares === undefined || report.usualTasks !== undefined) return report;
  const { tasks, failedTasks, failures, loggedErrors } = report;
  const ofFailed = (count: number) => Math.round(count / shares.failed);
  const ofOthers = (count: number) => Math.round(count / shares.others);
  const grown = (group: FailureReport["failures"][number], ofAll: (count: number) => number) => ({
    ...group,
    count: ofAll(group.count),
    comparedWith: ofOthers(group.comparedWith),
  });
  return {
    ...report,
    tasks: ofFailed(failedTasks) + ofOthers(tasks - failedTasks),
    failedTasks: ofFailed(failedTasks),
    failures: failures.map((group) => grown(group, group.handled ? ofOthers : ofFailed)),
    loggedErrors: loggedErrors.map((group) => grown(group, ofOthers)),
  };
}

/** Keeps the answers to the usual questions where they are not kept already. Gives whether the log was read for them. */
export function keepUsual(names: LogNames): Promise<boolean> {
  return keepAnswers(names, Object.values(USUAL), async () => {
    const log = await openLogs(names);
    const answers = await inStep(
      log.trees(),
      (trees) => whyOf(trees, USUAL.why.options),
      (trees) => findSlow(trees, USUAL.slow.options),
      (trees) => summarize(trees, USUAL.stats.options),
    );
    return { answers, log };
  });
}
