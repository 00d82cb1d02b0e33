import type { TaskTree, WrittenNode } from "clew/parse";
import { renderNode } from "clew/render";
import { Command } from "commander";
import { applyConfig } from "../config/apply-config.js";
import { looksForWord, neededTasks, type ShownNodes } from "../filter/index.js";
import { nodeJson } from "../output/node-json.js";
import { reportNothing, reportUnused } from "../output/report.js";
import { TextWriter } from "../output/text-writer.js";
import { drawnText } from "../output/tree-text.js";
import { examples } from "./arguments.js";
import {
  addChoiceOptions,
  addGroupingOptions,
  type ChoiceOptions,
  FILTER_HELP,
  type GroupingOptions,
  layersOf,
  toFinder,
} from "./choice-options.js";
import { openSearchedTrees } from "./chosen-trees.js";
import { addDrawingOptions, type DrawingOptions, toRenderOptions } from "./drawing-options.js";

interface FindOptions extends DrawingOptions, Omit<ChoiceOptions, "filter">, GroupingOptions {
  readonly context?: boolean;
  readonly count?: boolean;
  readonly json?: boolean;
}

/** `clew find`: the messages and actions that a filter fits. */
export function findCommand(): Command {
  const command = new Command("find")
    .description("find messages and actions by their fields")
    .argument("<filter>", "what to look for, such as timeout, or 'status=failed type~http*'")
    .argument("[files...]", "logs, globs, folders, or - for standard input, which is the default")
    .optionsGroup("What to show:")
    .option("--context", "each with the actions above it, as a tree")
    .option("--count", "only how many there are")
    .option("--json", "one JSON object a line for each");
  return addDrawingOptions(addGroupingOptions(addChoiceOptions(command)))
    .addHelpText("after", FILTER_HELP)
    .addHelpText(
      "after",
      examples([
        ["clew find timeout app.log", "the word, wherever it stands"],
        ["clew find 'status=failed' app.log", "every action that failed"],
        ["clew find 'duration>1s or user.id=17' app.log", "what was slow, and what user 17 did"],
        ["clew find --context 'type=db.query not rows>0' app.log", "with the way to it"],
        ["clew find --count 'reason~timeout' logs/", "how often"],
      ]),
    )
    .hook("preAction", applyConfig)
    .action(showFound);
}

async function showFound(filter: string, files: readonly string[], options: FindOptions): Promise<void> {
  const find = await toFinder({ ...options, filter });
  const show = howToShow(options);
  const log = await openSearchedTrees(files, neededTasks(filter), {
    ...layersOf(options),
    withText: looksForWord(filter),
    inAnyOrder: options.count === true,
  });
  const out = new TextWriter(process.stdout);
  let count = 0;
  for await (const tree of log.trees) {
    const nodes = find?.(tree);
    if (nodes === undefined || nodes.fitting.size === 0) continue;
    count += nodes.fitting.size;
    await out.writeAll(show(tree, nodes));
  }
  if (options.count === true) await out.write(`${count}\n`);
  await out.flush();
  reportUnused(log);
  if (count > 0) return;
  if (options.count === true) process.exitCode = 1;
  else reportNothing("Nothing matches.");
}

function howToShow(options: FindOptions): (tree: TaskTree, nodes: ShownNodes) => Iterable<string> {
  if (options.count === true) return () => [];
  if (options.json === true) return (_tree, { fitting }) => each(fitting, nodeJson);
  const drawing = toRenderOptions(options);
  if (options.context === true) {
    const text = drawnText(drawing);
    return (tree, { shown }) => text(tree, shown);
  }
  return (_tree, { fitting }) => each(fitting, (node) => renderNode(node, drawing));
}

function* each(nodes: ReadonlySet<WrittenNode>, lines: (node: WrittenNode) => Iterable<string>): Generator<string> {
  for (const node of nodes) for (const line of lines(node)) yield `${line}\n`;
}
