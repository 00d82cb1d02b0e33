import { encodeExact, slowJson } from "@clew/log";
import { findSlow } from "clew/explain";
import { Command, InvalidArgumentError } from "commander";
import { tasksWithin } from "../filter/index.js";
import { openLogs } from "../input/index.js";
import { lasting } from "../kept/index.js";
import { reportNothing, reportUnused } from "../output/report.js";
import { slowText } from "../output/slow-text.js";
import { TextWriter } from "../output/text-writer.js";
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

interface SlowOptions extends ScreenChoices, BaselineOptions, GroupingOptions {
  readonly until?: number;
  readonly slowest?: number;
  readonly json?: boolean;
}

/** `clew slow`: where the time went that somebody waited for. */
export function slowCommand(): Command {
  const command = new Command("slow")
    .description("follow the critical paths, and tell where the time went")
    .argument("[files...]", "logs, globs, folders, or - for standard input, which is the default")
    .option("--slowest <share>", "only the slowest tasks, such as 5%", percent)
    .option("--json", "one JSON object");
  return addScreenOptions(addGroupingOptions(addUntilOption(addBaselineOptions(command))))
    .addHelpText(
      "after",
      examples([
        ["clew slow app.log", "by action path, the largest share first"],
        ["clew slow now.log --baseline usual.log", "by what costs a task more than usual"],
      ]),
    )
    .action(showSlow);
}

function percent(text: string): number {
  const share = /^[0-9.]+%$/.test(text) ? Number(text.slice(0, -1)) / 100 : Number.NaN;
  if (share > 0 && share <= 1) return share;
  throw new InvalidArgumentError("It must be a share of the tasks, such as 5%.");
}

async function showSlow(files: readonly string[], options: SlowOptions): Promise<void> {
  const { since, until, against, by, baseline, slowest, taskBy } = options;
  const screen = options.json === true ? undefined : toAnswerOptions(options);
  const { drawn, found } = await askLogs({
    question: lasting({ name: "slow", options: { slowest, since, until, against, by, taskBy } }, against),
    logs: [files, ...(baseline === undefined ? [] : [baseline])],
    work: async () => {
      const log = await openLogs(files, layersOf(options));
      const { log: usual, how } = await baselineOf(options);
      const answer = await findSlow(tasksWithin(log.trees(), { until }), {
        ...how,
        ...(slowest !== undefined && { slowest }),
      });
      return { answer, logs: [log, ...(usual === undefined ? [] : [usual])] };
    },
    draw: (report) => ({
      tasks: report.tasks,
      lines: screen === undefined ? [encodeExact(slowJson(report))] : [...slowText(report, asTyped(files), screen)],
    }),
  });
  const out = new TextWriter(process.stdout);
  await out.writeAll(withLineEnds(drawn.lines));
  await out.flush();
  if (options.json !== true && drawn.tasks > 0) sayPiped(files);
  for (const log of found) reportUnused(log);
  if (drawn.tasks === 0) reportNothing("There is no task in it that has ended.");
}
