import { encodeExact, pathJson } from "@clew/log";
import { findPath, type PathReport } from "clew/explain";
import { Command } from "commander";
import { compileFilter } from "../filter/index.js";
import { openLogs } from "../input/index.js";
import { pathQuestion } from "../kept/index.js";
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
import { askLogs } from "./asked-logs.js";

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
  const screen = options.json === true ? undefined : toAnswerOptions(options);
  const { drawn, found } = await askLogs({
    question: pathQuestion(filter),
    logs: [files],
    work: async () => {
      const log = await openLogs(files);
      return { answer: await findPath(log.trees(), { matches }), logs: [log] };
    },
    draw: (report) => ({ matched: report.matched, lines: linesOf(report) }),
  });
  const out = new TextWriter(process.stdout);
  await out.writeAll(withLineEnds(drawn.lines));
  await out.flush();
  if (options.json !== true) sayPiped(files);
  for (const log of found) reportUnused(log);
  if (drawn.matched === 0) reportNothing("No action or message matches in any action.");

  function linesOf(report: PathReport): readonly string[] {
    if (screen === undefined) return [encodeExact(pathJson(report, filter))];
    return report.matched > 0 ? [...pathText(report, filter, asTyped(files), screen)] : [];
  }
}
