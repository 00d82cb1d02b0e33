// The command line: one line a command, and the three exit statuses. 0: all was read; 1: some lines could not be used,
// or nothing that was asked for was found; 2: wrong usage.

import { createRequire } from "node:module";
import { Command, CommanderError } from "commander";
import { ToldError } from "./told-error.js";

const WRONG_USAGE = 2;
const { version } = createRequire(import.meta.url)("../package.json") as { readonly version: string };

/** The commands, in the order in which help lists them; each is loaded when it is called. */
const COMMANDS: Readonly<Record<string, () => Promise<Command>>> = {
  tree: async () => (await import("./commands/tree.js")).treeCommand(),
  pretty: async () => (await import("./commands/pretty.js")).prettyCommand(),
  find: async () => (await import("./commands/find.js")).findCommand(),
  tail: async () => (await import("./commands/tail.js")).tailCommand(),
  run: async () => (await import("./commands/run.js")).runCommand(),
  view: async () => (await import("./commands/view.js")).viewCommand(),
  export: async () => (await import("./commands/export.js")).exportCommand(),
  receive: async () => (await import("./commands/receive.js")).receiveCommand(),
  import: async () => (await import("./commands/import.js")).importCommand(),
  demo: async () => (await import("./commands/demo.js")).demoCommand(),
  why: async () => (await import("./commands/why.js")).whyCommand(),
  slow: async () => (await import("./commands/slow.js")).slowCommand(),
  path: async () => (await import("./commands/path.js")).pathCommand(),
  diff: async () => (await import("./commands/diff.js")).diffCommand(),
  stats: async () => (await import("./commands/stats.js")).statsCommand(),
  monitor: async () => (await import("./commands/monitor.js")).monitorCommand(),
  mcp: async () => (await import("./commands/mcp.js")).mcpCommand(version),
  index: async () => (await import("./commands/index-logs.js")).indexCommand(),
  query: async () => (await import("./commands/query.js")).queryCommand(),
  ship: async () => (await import("./commands/ship.js")).shipCommand(),
};

/** The command line, with the commands that the arguments can mean. */
async function createProgram(args: readonly string[]): Promise<Command> {
  const program = new Command("clew")
    .description("Reads causal logs, of clew and of Eliot, and tells what happened and why.")
    .version(version, "--version")
    .exitOverride()
    .showHelpAfterError("(add --help for what there is)");
  for (const load of commandsOf(args)) program.addCommand((await load()).copyInheritedSettings(program));
  return program;
}

/** The one that is called by its name; help, and whoever mistypes a name, is shown all of them. */
function commandsOf([name = ""]: readonly string[]): readonly (() => Promise<Command>)[] {
  const called = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
  if (called !== undefined) return [called];
  return name === "--version" ? [] : Object.values(COMMANDS);
}

/** Runs the command line with its arguments, and sets the exit status. */
export async function runProgram(args: readonly string[]): Promise<void> {
  try {
    const program = await createProgram(args);
    await program.parseAsync(args, { from: "user" });
  } catch (error) {
    if (error instanceof CommanderError) process.exitCode = error.exitCode === 0 ? 0 : WRONG_USAGE;
    else if (error instanceof ToldError) {
      const { complain } = await import("./output/report.js");
      // Only our own sentences have line ends here: names and expressions in them are quoted, or on one line.
      for (const line of error.message.split("\n")) complain(line);
      process.exitCode = error.status;
    } else throw error;
  }
}
