import { renderMessage } from "clew/render";
import { Command, Option } from "commander";
import { openLogs } from "../input/index.js";
import { complain, reportUnused } from "../output/report.js";
import { type ColorChoice, chooseTheme, type ThemeChoice, usesColor } from "../output/terminal.js";
import { TextWriter } from "../output/text-writer.js";
import { examples } from "./arguments.js";
import { addMomentOptions, type MomentOptions } from "./choice-options.js";

interface PrettyOptions extends MomentOptions {
  readonly compact?: boolean;
  readonly localTimezone?: boolean;
  readonly color: ColorChoice;
  readonly theme: ThemeChoice;
}

/** `clew pretty`: every message whole, in the order in which they were written. */
export function prettyCommand(): Command {
  const command = new Command("pretty")
    .description("show every message whole, in the order in which they were written")
    .argument("[files...]", "logs, globs, folders, or - for standard input, which is the default")
    .option("-c, --compact", "one line a message, with its values as JSON")
    .option("-l, --local-timezone", "times in the local zone, with its offset, in place of UTC")
    .addOption(new Option("--color <when>", "colours").choices(["auto", "always", "never"]).default("auto"))
    .addOption(new Option("--theme <name>", "for which background").choices(["auto", "dark", "light"]).default("auto"));
  return addMomentOptions(command)
    .addHelpText(
      "after",
      examples([
        ["clew pretty app.log", "each message with all its fields"],
        ["clew pretty -c app.log | grep failed", "one line a message, to search in"],
        ["clew pretty --since '10m ago' app.log", "what was logged in the last ten minutes"],
        ["tail -f app.log | clew pretty", "while the program runs"],
      ]),
    )
    .action(showMessages);
}

async function showMessages(files: readonly string[], options: PrettyOptions): Promise<void> {
  const log = await openLogs(files);
  const out = new TextWriter(process.stdout);
  const form = {
    compact: options.compact === true,
    localTime: options.localTimezone === true,
    theme: chooseTheme(usesColor(options.color, process.stdout, process.env), options.theme, process.env),
  };
  const between = form.compact ? "" : "\n";
  const { since = -Infinity, until = Infinity } = options;
  let found = false;
  let isEmpty = true;
  for await (const batch of log.messages()) {
    for (const message of batch) {
      isEmpty = false;
      if (message.timestamp < since || message.timestamp >= until) continue;
      found = true;
      const wait = out.write(`${renderMessage(message, form).join("\n")}\n${between}`);
      if (wait !== undefined) await wait;
    }
    // What was read is shown at once: the writer of the log may be slower than its reader.
    await out.flush();
  }
  await out.flush();
  reportUnused(log);
  if (!found) complain(isEmpty ? "There is no message in it." : "No message was logged in that time.");
}
