import { encodeExact, statsJson } from "@clew/log";
import { summarize } from "clew/explain";
import type { WrittenAction } from "clew/parse";
import { Command } from "commander";
import { tasksWithin, textAtName } from "../filter/index.js";
import { openLogs } from "../input/index.js";
import { reportNothing, reportUnused } from "../output/report.js";
import { statsText } from "../output/stats-text.js";
import { TextWriter } from "../output/text-writer.js";
import { addScreenOptions, type ScreenChoices, toAnswerOptions, withLineEnds } from "./answer-options.js";
import { examples } from "./arguments.js";
import { askLogs } from "./asked-logs.js";
import { addGroupingOptions, addWindowOptions, type GroupingOptions, layersOf } from "./choice-options.js";

interface StatsOptions extends ScreenChoices, GroupingOptions {
  readonly by?: string;
  readonly since?: number;
  readonly until?: number;
  readonly json?: boolean;
}

/** `clew stats`: counts and durations by action type, corrected where the log was sampled. */
export function statsCommand(): Command {
  const command = new Command("stats")
    .description("count actions and failures by type, with percentiles of their durations")
    .argument("[files...]", "logs, globs, folders, or - for standard input, which is the default")
    .option("--by <field>", "by type and by the values of this field, such as path or user.id")
    .option("--json", "one JSON object a line for each action type");
  return addScreenOptions(addGroupingOptions(addWindowOptions(command)))
    .addHelpText(
      "after",
      examples([
        ["clew stats app.log", "by type, and over time"],
        ["clew stats --by route app.log", "of each route by itself"],
        ["clew stats --since '1h ago' app.log", "of what began lately"],
      ]),
    )
    .action(showStats);
}

async function showStats(files: readonly string[], options: StatsOptions): Promise<void> {
  const { by, since, until, taskBy } = options;
  const screen = options.json === true ? undefined : toAnswerOptions(options);
  const { drawn, found } = await askLogs({
    question: { name: "stats", options: { by, since, until, taskBy } },
    logs: [files],
    work: async () => {
      const log = await openLogs(files, layersOf(options));
      const how = by === undefined ? {} : { by: byField(by) };
      return { answer: await summarize(tasksWithin(log.trees(), options), how), logs: [log] };
    },
    draw: (summary) => ({
      types: summary.actions.length,
      lines:
        screen === undefined ? statsJson(summary).map((line) => encodeExact(line)) : [...statsText(summary, screen)],
    }),
  });
  const out = new TextWriter(process.stdout);
  await out.writeAll(withLineEnds(drawn.lines));
  await out.flush();
  for (const log of found) reportUnused(log);
  if (drawn.types === 0) reportNothing("There is no action in it.");
}

/** The value of a field that an action has, for the summary. */
function byField(field: string) {
  return { field, valueOf: (action: WrittenAction) => textAtName(action, field) };
}
