import { Command } from "commander";
import { complain } from "../output/report.js";
import { examples } from "./arguments.js";
import { clusterIn, refuseClusters } from "./cluster-tasks.js";
import { stopSignal } from "./view.js";

/** `clew mcp`: the questions as tools of a coding agent. */
export function mcpCommand(version: string): Command {
  return new Command("mcp")
    .description("answer a coding agent's questions about logs, over the Model Context Protocol")
    .argument("<files...>", "logs, globs, folders, or the address of a database")
    .addHelpText(
      "after",
      examples([
        ["clew mcp app.log", "as an agent starts it: the protocol is spoken over the standard streams"],
        ["clew mcp 'clickhouse://read@127.0.0.1/clew?since=1h'", "the last hour of what clew ship sends there"],
      ]),
    )
    .action(async (files: readonly string[]) => {
      if (clusterIn(files) === undefined) refuseClusters(files, "mcp", "give the address alone");
      const { serveAgent } = await import("../mcp/index.js");
      await serveAgent(files, stopSignal(), { version, onTrouble: complain });
      process.exit(process.exitCode ?? 0);
    });
}
