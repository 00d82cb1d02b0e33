import { Command } from "commander";
import { complain } from "../output/report.js";
import { examples } from "./arguments.js";
import { refuseClusters } from "./cluster-tasks.js";
import { stopSignal } from "./view.js";

/** `clew mcp`: the questions as tools of a coding agent. */
export function mcpCommand(version: string): Command {
  return new Command("mcp")
    .description("answer a coding agent's questions about logs, over the Model Context Protocol")
    .argument("<files...>", "logs, globs, or folders")
    .addHelpText(
      "after",
      examples([["clew mcp app.log", "as an agent starts it: the protocol is spoken over the standard streams"]]),
    )
    .action(async (files: readonly string[]) => {
      refuseClusters(
        files,
        "mcp",
        "give it files, or let the agent run clew why, slow and find with the address and --json",
      );
      const { serveAgent } = await import("../mcp/index.js");
      await serveAgent(files, stopSignal(), { version, onTrouble: complain });
      process.exit(process.exitCode ?? 0);
    });
}
