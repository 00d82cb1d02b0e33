import { Command, Option } from "commander";
import { type LayerOptions, logLine, openLogs, TEXT } from "../input/index.js";
import { reportNothing, reportUnused } from "../output/report.js";
import { TextWriter } from "../output/text-writer.js";
import { examples } from "./arguments.js";

interface ImportCommandOptions {
  readonly group: boolean;
  readonly taskBy?: string;
}

/** `clew import`: a log of any form as one of clew's, on standard output. */
export function importCommand(): Command {
  return new Command("import")
    .description("turn logs of other tools into one of clew's; all commands read them as they are, too")
    .addOption(new Option("--from <format>", "the form is found out").hideHelp())
    .option("--no-group", "make each line a message by itself, also where lines belong to one request")
    .option("--task-by <field>", "lines with the same value in this field are one task")
    .argument("[files...]", "logs, globs, folders, or - for standard input, which is the default")
    .addHelpText(
      "after",
      examples([
        ["clew import app.log > app.clew.log", "a log to keep"],
        ["docker compose logs | clew import | clew tree", "what a service says, as trees"],
        ["clew import --task-by order_id app.log | clew why", "lines of one order are one task"],
        ["clew import sc-logs.json | clew tree", "what trio-vis or ScopeRecorder recorded"],
      ]),
    )
    .action(importLogs);
}

async function importLogs(files: readonly string[], { group, taskBy }: ImportCommandOptions): Promise<void> {
  const layers: LayerOptions = { grouped: group, ...(taskBy !== undefined && { taskBy }) };
  const log = await openLogs(files, { layers });
  const out = new TextWriter(process.stdout);
  let found = false;
  for await (const messages of log.messages()) {
    for (const message of messages) {
      found = true;
      if (message.message_type === TEXT) log.text.count(String(message.text));
      await out.write(`${logLine(message)}\n`);
    }
    // What was read is given on at once: the program that writes the log may still run.
    await out.flush();
  }
  await out.flush();
  reportUnused(log);
  if (!found) reportNothing("There is no message in it.");
}
