import { Command, Option } from "commander";
import { type LogInput, openLogs } from "../input/index.js";
import { forestTask } from "../output/forest.js";
import { reportNothing, reportUnused } from "../output/report.js";
import { TextWriter } from "../output/text-writer.js";

const FORMATS = ["eliot-forest"] as const;
type Format = (typeof FORMATS)[number];

/** `clew export --to FORMAT`: a log in the form of another tool. */
export function exportCommand(): Command {
  return new Command("export")
    .description("write a log in the form that another tool reads")
    .addOption(new Option("--to <format>", "the form to write").choices(FORMATS).makeOptionMandatory())
    .argument("[files...]", "logs, globs, folders, or - for standard input")
    .action(async (files: readonly string[], options: { readonly to: Format }) => {
      const badLines: number[] = [];
      const log = await openLogs(files, {
        onUnused: ({ line }) => {
          if (line > 0) badLines.push(line);
        },
      });
      const out = new TextWriter(process.stdout);
      const found = await EXPORTERS[options.to](log, out, badLines);
      await out.flush();
      reportUnused(log);
      if (!found) reportNothing("No message was found.");
    });
}

type Exporter = (log: LogInput, out: TextWriter, badLines: readonly number[]) => Promise<boolean>;

const EXPORTERS: Readonly<Record<Format, Exporter>> = { "eliot-forest": exportForest };

/** Gives whether there was anything to write. */
async function exportForest(log: LogInput, out: TextWriter, badLines: readonly number[]): Promise<boolean> {
  let found = false;
  await out.write('{"format":"eliot-forest/1","tasks":[');
  for await (const tree of log.trees()) {
    await out.write(found ? ",\n" : "\n");
    await out.writeAll(forestTask(tree));
    found = true;
  }
  await out.write(`],"bad_lines":[${badLines}]}\n`);
  return found;
}
