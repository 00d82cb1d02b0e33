import { encodeExact, statsJson } from "@clew/log";
import { summarize } from "clew/explain";
import { Command } from "commander";
import { openLogs } from "../input/index.js";
import { reportNothing, reportUnused } from "../output/report.js";
import { statsText } from "../output/stats-text.js";
import { TextWriter } from "../output/text-writer.js";
import { addScreenOptions, type ScreenChoices, toAnswerOptions, withLineEnds } from "./answer-options.js";
import { examples } from "./arguments.js";

/** `clew stats`: counts and durations by action type, corrected where the log was sampled. */
export function statsCommand(): Command {
  const command = new Command("stats")
    .description("count actions and failures by type, with percentiles of their durations")
    .argument("[files...]", "logs, globs, folders, or - for standard input, which is the default")
    .option("--json", "one JSON object a line for each action type");
  return addScreenOptions(command)
    .addHelpText("after", examples([["clew stats app.log", "by type, and over time"]]))
    .action(showStats);
}

async function showStats(
  files: readonly string[],
  options: ScreenChoices & { readonly json?: boolean },
): Promise<void> {
  const log = await openLogs(files);
  const summary = await summarize(log.trees());
  const out = new TextWriter(process.stdout);
  if (options.json === true) await out.writeAll(statsJson(summary).map((line) => `${encodeExact(line)}\n`));
  else {
    const screen = await toAnswerOptions(options);
    await out.writeAll(withLineEnds(statsText(summary, screen)));
  }
  await out.flush();
  reportUnused(log);
  if (summary.actions.length === 0) reportNothing("There is no action in it.");
}
