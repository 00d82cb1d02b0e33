import type { TaskTree } from "clew/parse";
import { Command, Option } from "commander";
import { applyConfig } from "../config/apply-config.js";
import { sortTasks, type TaskChoice } from "../filter/index.js";
import { keepWholeFloats, treesAsCompleted } from "../input/index.js";
import { complain, reportNothing, reportUnused } from "../output/report.js";
import { TextWriter } from "../output/text-writer.js";
import { drawnText, eliotTreeText, forestText, type TreeText } from "../output/tree-text.js";
import { duration, examples, wholeNumber } from "./arguments.js";
import {
  addChoiceOptions,
  addGroupingOptions,
  type ChoiceOptions,
  FILTER_HELP,
  type GroupingOptions,
  layersOf,
  toFinder,
} from "./choice-options.js";
import { openChosenTrees } from "./chosen-trees.js";
import { addDrawingOptions, type DrawingOptions, themeFor, toRenderOptions } from "./drawing-options.js";

const STYLES = ["clew", "eliot-tree"] as const;

interface TreeOptions extends DrawingOptions, ChoiceOptions, GroupingOptions {
  readonly style: (typeof STYLES)[number];
  readonly json?: boolean;
  readonly task?: string;
  readonly failed?: boolean;
  readonly minDuration?: number;
  readonly sort?: "time" | "duration";
  readonly depth?: number;
  readonly showConfig?: boolean;
}

/** `clew tree`: logs as the trees of what happened. */
export function treeCommand(): Command {
  const command = new Command("tree")
    .description("show each task as the tree of what happened in it")
    .argument("[files...]", "logs, globs, folders, or - for standard input, which is the default")
    .optionsGroup("Which tasks:")
    .option("-u, --task <uuid>", "only this task; the beginning of its uuid is enough")
    .option("--failed", "only tasks in which something failed")
    .option("--min-duration <time>", "only tasks that took at least this long: 250ms, 1.5s, 2m", duration)
    .addOption(
      new Option("--sort <by>", "sort the tasks; else they come in the log's order").choices(["time", "duration"]),
    )
    .optionsGroup("What of them:")
    .option("--depth <levels>", "show this number of levels below the root, and count what lies deeper", wholeNumber(0))
    .option("--filter <filter>", "only what fits, with what lies above it; the rest is counted");
  addGroupingOptions(addChoiceOptions(command));
  return addDrawingOptions(command)
    .addOption(new Option("--style <name>", "as clew draws, or as eliot-tree does").choices(STYLES).default("clew"))
    .option("--json", "one JSON object a line for each task, whole")
    .option("--show-config", "print the options in force, as a configuration file has them, and end")
    .addHelpText("after", FILTER_HELP)
    .addHelpText(
      "after",
      examples([
        ["clew tree app.log", "everything, in the log's order"],
        ["clew tree --failed --depth 3 app.log", "what failed, without the details"],
        ["clew tree --task 87b4cc73 -l 0 app.log", "one task, with every field whole"],
        ["clew tree --filter 'type~db* duration>100ms' app.log", "slow queries, and what made them"],
        ["clew tree --sort duration app.log | head -50", "the longest task"],
        ["kubectl logs api | clew tree", "from standard input"],
      ]),
    )
    .hook("preAction", applyConfig)
    .action(showTrees);
}

async function showTrees(files: readonly string[], options: TreeOptions): Promise<void> {
  const out = new TextWriter(process.stdout);
  if (options.showConfig === true) {
    const { showConfig: _, ...inForce } = options;
    await out.write(`${JSON.stringify(inForce, null, 2)}\n`);
    await out.flush();
    return;
  }
  const find = await toFinder(options);
  const asEliot = options.style === "eliot-tree" && options.json !== true;
  const text = textFor(options);
  const reading = { ...layersOf(options), ...(asEliot && { prepare: keepWholeFloats, order: treesAsCompleted }) };
  const chosen = await openChosenTrees(files, choiceOf(options), reading);
  let found = false;
  for await (const tree of sorted(chosen.trees, options.sort)) {
    const nodes = find?.(tree);
    if (nodes?.fitting.size === 0) continue;
    found = true;
    await out.writeAll(text(tree, nodes?.shown));
  }
  await out.flush();
  reportUnused(chosen);
  const last = chosen.text?.last;
  if (last !== undefined) for (const line of ["The log ends with:", ...last.split("\n")]) complain(line);
  if (!found) reportNone(options, find !== undefined);
}

function choiceOf({ task, failed, minDuration }: TreeOptions): TaskChoice {
  return {
    ...(task !== undefined && { uuid: task }),
    ...(failed !== undefined && { failed }),
    ...(minDuration !== undefined && { minDurationSeconds: minDuration }),
  };
}

async function* sorted(trees: AsyncIterable<TaskTree>, sort: TreeOptions["sort"]): AsyncGenerator<TaskTree> {
  if (sort === undefined) {
    yield* trees;
    return;
  }
  const kept: TaskTree[] = [];
  for await (const tree of trees) kept.push(tree);
  yield* sortTasks(kept, sort);
}

function textFor(options: TreeOptions): TreeText {
  if (options.json === true) return forestText;
  if (options.style === "clew") {
    const drawing = toRenderOptions(options);
    return drawnText(options.depth === undefined ? drawing : { ...drawing, depth: options.depth });
  }
  return eliotTreeText({
    theme: themeFor(options),
    ascii: options.ascii === true,
    fieldLimit: options.fieldLimit,
    raw: options.raw === true,
    localTime: options.localTimezone === true,
    // What a terminal obeys does not reach it; a file gets what eliot-tree would have written.
    exact: process.stdout.isTTY !== true,
    ...(options.ignoreTaskKey !== undefined && { ignoredKeys: new Set(options.ignoreTaskKey) }),
  });
}

/** A log without messages was read whole; a choice that nothing fits was not found. */
function reportNone({ task, failed, minDuration }: TreeOptions, searched: boolean): void {
  if (task !== undefined) reportNothing(`No task has a uuid that begins with ${JSON.stringify(task)}.`);
  else if (searched || failed === true || minDuration !== undefined) reportNothing("No task matches.");
  else complain("There is no task in it.");
}
