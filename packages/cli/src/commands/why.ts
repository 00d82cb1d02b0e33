import { encodeExact, whyJson } from "@clew/log";
import { explainFailures } from "clew/explain";
import { Command } from "commander";
import { openLogs } from "../input/index.js";
import { reportNothing, reportUnused } from "../output/report.js";
import { TextWriter } from "../output/text-writer.js";
import { whyText } from "../output/why-text.js";
import { addScreenOptions, asTyped, type ScreenChoices, toAnswerOptions, withLineEnds } from "./answer-options.js";
import { examples } from "./arguments.js";

interface WhyOptions extends ScreenChoices {
  readonly handled?: boolean;
  readonly json?: boolean;
}

/** `clew why`: where failures began, and what sets the failed tasks apart. */
export function whyCommand(): Command {
  const command = new Command("why")
    .description("tell where failures began, and what sets the failed tasks apart from the others")
    .argument("[files...]", "logs, globs, folders, or - for standard input, which is the default")
    .option("--handled", "also failures that were handled, after the others")
    .option("--json", "one JSON object");
  return addScreenOptions(command)
    .addHelpText("after", examples([["clew why app.log", "each kind of failure, the most frequent first"]]))
    .action(showWhy);
}

async function showWhy(files: readonly string[], options: WhyOptions): Promise<void> {
  const log = await openLogs(files);
  const report = await explainFailures(log.trees(), { handled: options.handled === true });
  const out = new TextWriter(process.stdout);
  if (options.json === true) out.write(`${encodeExact(whyJson(report, log.unused.count))}\n`);
  else {
    const screen = await toAnswerOptions(options);
    await out.writeAll(withLineEnds(whyText(report, asTyped(files), screen)));
  }
  await out.flush();
  reportUnused(log);
  if (report.tasks === 0) reportNothing("There is no action in it.");
}
