import { encodeExact, pathJson } from "@clew/log";
import { findPath } from "clew/explain";
import { Command } from "commander";
import { compileFilter } from "../filter/index.js";
import { openLogs } from "../input/index.js";
import { pathText } from "../output/path-text.js";
import { reportNothing, reportUnused } from "../output/report.js";
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

/** `clew path`: what made it take this way. */
export function pathCommand(): Command {
  const command = new Command("path")
    .description("tell what made it take this way: what sets the actions with something apart from those without")
    .argument("<filter>", "the way: an action or a message, in the language of --filter")
    .argument("[files...]", "logs, globs, folders, or - for standard input, which is the default")
    .option("--json", "one JSON object");
  return addScreenOptions(command)
    .addHelpText(
      "after",
      examples([
        ["clew path type=cache.miss app.log", "in which of the actions that can have one, and why there"],
        ["clew path 'type=order status=failed' app.log", "the same for an action and how it ended"],
      ]),
    )
    .action(showPath);
}

async function showPath(
  filter: string,
  files: readonly string[],
  options: ScreenChoices & { readonly json?: boolean },
): Promise<void> {
  const matches = compileFilter(filter);
  const log = await openLogs(files);
  const report = await findPath(log.trees(), { matches });
  const out = new TextWriter(process.stdout);
  if (options.json === true) out.write(`${encodeExact(pathJson(report, filter))}\n`);
  else if (report.matched > 0) {
    const screen = await toAnswerOptions(options);
    await out.writeAll(withLineEnds(pathText(report, filter, asTyped(files), screen)));
  }
  await out.flush();
  if (options.json !== true) sayPiped(files);
  reportUnused(log);
  if (report.matched === 0) reportNothing("No action or message matches in any action.");
}
