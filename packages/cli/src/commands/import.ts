import type { Message } from "clew/parse";
import { Command, Option } from "commander";
import { DOCUMENT_IMPORTERS, IMPORTERS } from "../import/index.js";
import { type LogInput, openLogs } from "../input/index.js";
import { logLine } from "../output/log-line.js";
import { complain, reportNothing, reportUnused } from "../output/report.js";
import { TextWriter } from "../output/text-writer.js";
import { examples } from "./arguments.js";

interface ImportCommandOptions {
  readonly from: string;
  readonly group: boolean;
}

/** `clew import --from FORMAT`: a log of another tool as a log of clew's, on standard output. */
export function importCommand(): Command {
  return new Command("import")
    .description("turn a log of another tool into one of clew's")
    .addOption(
      new Option("--from <format>", "the form to read")
        .choices([...Object.keys(IMPORTERS), ...Object.keys(DOCUMENT_IMPORTERS)])
        .makeOptionMandatory(),
    )
    .option("--no-group", "make each line a message by itself, also where lines belong to one request")
    .argument("[files...]", "logs, globs, folders, or - for standard input, which is the default")
    .addHelpText(
      "after",
      examples([
        ["clew import --from pino app.log | clew tree", "requests as trees"],
        ["clew import --from pino logs/ > app.clew.log", "a log to keep"],
        ["node app.js | clew import --from pino | clew pretty", "while the program runs"],
        ["clew import --from sc-logs sc-logs.json | clew tree", "what trio-vis or ScopeRecorder recorded"],
      ]),
    )
    .action(importLogs);
}

async function importLogs(files: readonly string[], { from, group }: ImportCommandOptions): Promise<void> {
  const log = await openLogs(files);
  const out = new TextWriter(process.stdout);
  let found = false;
  for await (const messages of messagesOf(log, from, group)) {
    for (const message of messages) {
      found = true;
      await out.write(`${logLine(message)}\n`);
    }
    // What was read is given on at once: the program that writes the log may still run.
    await out.flush();
  }
  await out.flush();
  reportUnused(log);
  if (!found)
    reportNothing(from in DOCUMENT_IMPORTERS ? `No record of ${from} was found.` : `No line of ${from}'s was found.`);
}

async function* messagesOf(log: LogInput, from: string, grouped: boolean): AsyncGenerator<Iterable<Message>> {
  const importer = IMPORTERS[from]?.();
  if (importer !== undefined) for await (const lines of log.lines()) yield importer(lines, { grouped });
  const convert = DOCUMENT_IMPORTERS[from];
  if (convert === undefined) return;
  for await (const { name, text, unused } of log.documents()) {
    yield convert(text, { unusable: unused, note: (sentence) => complain(`${name}: ${sentence}`) });
  }
}
