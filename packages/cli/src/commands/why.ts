import { encodeExact } from "@clew/log";
import type { FailureReport } from "clew/explain";
import { Command } from "commander";
import { compileFilter, tasksWithin } from "../filter/index.js";
import { openLogs } from "../input/index.js";
import { lasting, whyDrawn, whyOf } from "../kept/index.js";
import { type AnswerOptions, toLine } from "../output/answer-lines.js";
import { complain, reportNothing, reportUnused } from "../output/report.js";
import { TextWriter } from "../output/text-writer.js";
import { whyText } from "../output/why-text.js";
import {
  addScreenOptions,
  asTyped,
  type ScreenChoices,
  sayPiped,
  toAnswerOptions,
  withLineEnds,
} from "./answer-options.js";
import { examples } from "./arguments.js";
import { askLogs } from "./asked-logs.js";
import { addGroupingOptions, addUntilOption, type GroupingOptions, layersOf } from "./choice-options.js";
import { addBaselineOptions, type BaselineOptions, baselineOf } from "./parting.js";

interface WhyOptions extends ScreenChoices, BaselineOptions, GroupingOptions {
  readonly until?: number;
  readonly handled?: boolean;
  readonly failed?: string;
  readonly json?: boolean;
}

/** `clew why`: where failures began, and what sets the failed tasks apart. */
export function whyCommand(): Command {
  const command = new Command("why")
    .description("tell where failures began, and what sets the failed tasks apart from the others")
    .argument("[files...]", "logs, globs, folders, or - for standard input, which is the default")
    .option("--handled", "also failures that were handled, after the others")
    .option("--failed <filter>", "what counts as a failure: an action, or a message in one")
    .option("--json", "one JSON object");
  return addScreenOptions(addGroupingOptions(addUntilOption(addBaselineOptions(command))))
    .addHelpText(
      "after",
      examples([
        ["clew why app.log", "each kind of failure, the most frequent first"],
        ["clew why now.log --baseline usual.log", "what is new, or more frequent than usual, first"],
        ["clew why app.log --failed 'code>=500'", "where replies with such a code began"],
      ]),
    )
    .action(showWhy);
}

async function showWhy(files: readonly string[], options: WhyOptions): Promise<void> {
  const { handled, since, until, against, by, baseline, failed, taskBy } = options;
  const screen = options.json === true ? undefined : toAnswerOptions(options);
  const { drawn, found } = await askLogs({
    question: lasting(
      { name: "why", options: { handled, failed, since, until, against, by, taskBy } },
      failed,
      against,
    ),
    logs: [files, ...(baseline === undefined ? [] : [baseline])],
    work: async () => {
      // What another filter takes for a failure lies among the others.
      const log = await openLogs(files, { ...layersOf(options), sampling: failed === undefined ? "failures" : "even" });
      const { log: usual, how } = await baselineOf(options);
      const asked = {
        ...how,
        handled: handled === true,
        ...(failed !== undefined && { failed: compileFilter(failed) }),
      };
      const answer = await whyOf(tasksWithin(log.trees(), { until }), asked, log);
      return { answer, logs: [log, ...(usual === undefined ? [] : [usual])] };
    },
    draw: (answer, logs) => ({
      tasks: answer.report.tasks,
      errors: answer.errors,
      lines:
        screen === undefined
          ? [encodeExact(whyDrawn(answer, logs))]
          : [
              ...whyText(answer.report, asTyped(files), screen),
              ...(handled === true ? [] : handledHint(answer.report, files, screen)),
            ],
    }),
  });
  const out = new TextWriter(process.stdout);
  await out.writeAll(withLineEnds(drawn.lines));
  await out.flush();
  if (options.json !== true && drawn.tasks > 0) sayPiped(files);
  for (const log of found) reportUnused(log);
  const last = found[0]?.text.last;
  if (last !== undefined) for (const line of ["The log ends with:", ...last.split("\n")]) complain(line);
  if (drawn.tasks === 0)
    reportNothing(drawn.errors === 0 ? "There is no action in it." : errorsText(drawn.errors, files));
}

/** Where no task failed, how to see what failed in them all the same: of a log of errors that were caught nothing else is said. */
function handledHint({ failures, tasks }: FailureReport, files: readonly string[], screen: AnswerOptions): string[] {
  if (failures.length > 0 || tasks === 0) return [];
  const asked = `clew why --handled ${asTyped(files)}`;
  return ["", toLine([["note", "  What failed within and was handled: "], asked], screen)];
}

/** Errors that were logged outside of actions are no failures of one; they are found elsewhere. */
function errorsText(count: number, files: readonly string[]): string {
  const what = count === 1 ? "1 error was logged" : `${count} errors were logged`;
  return `There is no action in it, and ${what} outside of any; see them with: clew find 'exception~*' ${asTyped(files)}`;
}
