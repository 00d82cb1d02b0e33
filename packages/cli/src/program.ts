// The command line: one line a command, and the three exit statuses. 0: all was read; 1: some lines could not be used,
// or nothing that was asked for was found; 2: wrong usage.

import { createRequire } from "node:module";
import { StyleError } from "clew/render";
import { Command, CommanderError } from "commander";
import { ClickHouseError } from "./clickhouse/index.js";
import { demoCommand } from "./commands/demo.js";
import { diffCommand } from "./commands/diff.js";
import { exportCommand } from "./commands/export.js";
import { findCommand } from "./commands/find.js";
import { importCommand } from "./commands/import.js";
import { indexCommand } from "./commands/index-logs.js";
import { mcpCommand } from "./commands/mcp.js";
import { monitorCommand } from "./commands/monitor.js";
import { pathCommand } from "./commands/path.js";
import { prettyCommand } from "./commands/pretty.js";
import { queryCommand } from "./commands/query.js";
import { receiveCommand } from "./commands/receive.js";
import { runCommand } from "./commands/run.js";
import { shipCommand } from "./commands/ship.js";
import { slowCommand } from "./commands/slow.js";
import { statsCommand } from "./commands/stats.js";
import { tailCommand } from "./commands/tail.js";
import { treeCommand } from "./commands/tree.js";
import { viewCommand } from "./commands/view.js";
import { whyCommand } from "./commands/why.js";
import { ConfigError } from "./config/config-file.js";
import { FilterError } from "./filter/index.js";
import { InputError } from "./input/index.js";
import { AttachError } from "./monitor/attach-error.js";
import { complain, reportNothing } from "./output/report.js";
import { ReceiveError } from "./receive/index.js";
import { ViewError } from "./server/index.js";
import { StoreError } from "./store/index.js";

const WRONG_USAGE = 2;
const { version } = createRequire(import.meta.url)("../package.json") as { readonly version: string };

/** The whole command line. */
function createProgram(): Command {
  const program = new Command("clew")
    .description("Reads causal logs, of clew and of Eliot, and tells what happened and why.")
    .version(version, "--version")
    .exitOverride()
    .showHelpAfterError("(add --help for what there is)");

  const commands = [
    treeCommand(),
    prettyCommand(),
    findCommand(),
    tailCommand(),
    runCommand(),
    viewCommand(),
    exportCommand(),
    receiveCommand(),
    importCommand(),
    demoCommand(),
    whyCommand(),
    slowCommand(),
    pathCommand(),
    diffCommand(),
    statsCommand(),
    monitorCommand(),
    mcpCommand(version),
    indexCommand(),
    queryCommand(),
    shipCommand(),
  ];
  for (const command of commands) program.addCommand(command.copyInheritedSettings(program));
  return program;
}

/** Runs the command line with its arguments, and sets the exit status. */
export async function runProgram(args: readonly string[]): Promise<void> {
  try {
    await createProgram().parseAsync(args, { from: "user" });
  } catch (error) {
    if (error instanceof CommanderError) process.exitCode = error.exitCode === 0 ? 0 : WRONG_USAGE;
    else if (isWrongUsage(error)) {
      // Only our own sentences have line ends here: names and expressions in them are quoted, or on one line.
      for (const line of error.message.split("\n")) complain(line);
      process.exitCode = WRONG_USAGE;
    } else if (error instanceof AttachError) reportNothing(error.message);
    else throw error;
  }
}

function isWrongUsage(error: unknown): error is Error {
  const kinds = [
    InputError,
    FilterError,
    ConfigError,
    StyleError,
    StoreError,
    ViewError,
    ReceiveError,
    ClickHouseError,
  ];
  return kinds.some((kind) => error instanceof kind);
}
