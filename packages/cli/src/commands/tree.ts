import type { TaskTree } from "clew/parse";
import {
  type EliotTreeOptions,
  isLoneMessage,
  type RenderOptions,
  renderEliotTree,
  renderTask,
  type Theme,
} from "clew/render";
import { Command, Option } from "commander";
import { isChosen, sortTasks } from "../filter/tasks.js";
import { treesAsCompleted } from "../input/completion-order.js";
import { openLogs } from "../input/index.js";
import { keepWholeFloats } from "../input/whole-floats.js";
import { forestTask } from "../output/forest.js";
import { loadMeasure } from "../output/measure.js";
import { complain, reportNothing, reportUnused } from "../output/report.js";
import { type ColorChoice, chooseTheme, screenWidth, type ThemeChoice, usesColor } from "../output/terminal.js";
import { TextWriter } from "../output/text-writer.js";
import { collected, duration, examples, wholeNumber } from "./arguments.js";

const STYLES = ["clew", "eliot-tree"] as const;

interface TreeOptions {
  readonly style: (typeof STYLES)[number];
  readonly json?: boolean;
  readonly task?: string;
  readonly failed?: boolean;
  readonly minDuration?: number;
  readonly sort?: "time" | "duration";
  readonly depth?: number;
  readonly fieldLimit: number;
  readonly ignoreTaskKey?: readonly string[];
  readonly wholeUuids?: boolean;
  readonly levels?: boolean;
  readonly raw?: boolean;
  readonly relative?: boolean;
  readonly absolute?: boolean;
  readonly localTimezone?: boolean;
  readonly width?: number;
  readonly ascii?: boolean;
  readonly bars?: boolean;
  readonly color: ColorChoice;
  readonly theme: ThemeChoice;
  readonly colorTree: boolean;
}

/** `clew tree`: logs as the trees of what happened. */
export function treeCommand(): Command {
  return new Command("tree")
    .description("show each task as the tree of what happened in it")
    .argument("[files...]", "logs, globs, folders, or - for standard input, which is the default")
    .optionsGroup("Which tasks:")
    .option("-u, --task <uuid>", "only this task; the beginning of its uuid is enough")
    .option("--failed", "only tasks in which something failed")
    .option("--min-duration <time>", "only tasks that took at least so long: 250ms, 1.5s, 2m", duration)
    .addOption(
      new Option("--sort <by>", "sort the tasks; else they come in the log's order").choices(["time", "duration"]),
    )
    .optionsGroup("How much of them:")
    .option("--depth <levels>", "show so many levels below the root, and count what lies deeper", wholeNumber(0))
    .option(
      "-l, --field-limit <characters>",
      "cut longer values; 0 shows all, with their line breaks",
      wholeNumber(0),
      100,
    )
    .option("-i, --ignore-task-key <key>", "do not show this field; may be given several times", collected)
    .option("--whole-uuids", "whole task uuids in the headings")
    .option("--levels", "each action's and message's level beside its type")
    .optionsGroup("Times:")
    .option("--relative", "a column of times since the task began")
    .option("--absolute", "a column of the time of day")
    .option("--local-timezone", "times in the local zone, with its offset, in place of UTC")
    .option("--raw", "times and durations as the numbers in the log")
    .optionsGroup("Form:")
    .addOption(new Option("--style <name>", "as clew draws, or as eliot-tree does").choices(STYLES).default("clew"))
    .option("--json", "one JSON object a line for each task")
    .option("--width <columns>", "cut lines to this width; by default the terminal's", wholeNumber(20))
    .option("--bars", "a bar that shows when each action ran; by default from width 100 on")
    .option("--no-bars", "no such bar")
    .option("--ascii", "draw with ASCII signs")
    .addOption(new Option("--color <when>", "colours").choices(["auto", "always", "never"]).default("auto"))
    .addOption(new Option("--theme <name>", "for which background").choices(["auto", "dark", "light"]).default("auto"))
    .option("--no-color-tree", "no colour for the tree's own lines")
    .addHelpText(
      "after",
      examples([
        ["clew tree app.log", "everything, in the log's order"],
        ["clew tree --failed --depth 3 app.log", "what failed, without the details"],
        ["clew tree --task 87b4cc73 -l 0 app.log", "one task, with every field whole"],
        ["clew tree --sort duration app.log | head -50", "the longest task"],
        ["kubectl logs api | clew tree", "from standard input"],
      ]),
    )
    .action(showTrees);
}

async function showTrees(files: readonly string[], options: TreeOptions): Promise<void> {
  const asEliot = options.style === "eliot-tree";
  const log = await openLogs(files, asEliot && options.json !== true ? { prepare: keepWholeFloats } : {});
  const out = new TextWriter(process.stdout);
  const show =
    options.json === true ? forestLine : asEliot ? eliotTreeText(options) : taskText(await renderOptions(options));
  let found = false;
  for await (const tree of chosenTrees(asEliot ? treesAsCompleted(log) : log.trees(), options)) {
    found = true;
    await out.writeAll(show(tree));
  }
  await out.flush();
  reportUnused(log);
  if (!found) reportNone(options);
}

/** A log without messages was read whole; a choice that nothing fits was not found. */
function reportNone({ task, failed, minDuration }: TreeOptions): void {
  if (task !== undefined) reportNothing(`No task has a uuid that begins with ${JSON.stringify(task)}.`);
  else if (failed === true || minDuration !== undefined) reportNothing("No task fits.");
  else complain("There is no task in it.");
}

async function* chosenTrees(trees: AsyncIterable<TaskTree>, options: TreeOptions): AsyncGenerator<TaskTree> {
  const choice = {
    ...(options.task !== undefined && { uuid: options.task }),
    ...(options.failed !== undefined && { failed: options.failed }),
    ...(options.minDuration !== undefined && { minDurationSeconds: options.minDuration }),
  };
  const kept: TaskTree[] = [];
  for await (const tree of trees) {
    if (!isChosen(tree, choice)) continue;
    if (options.sort === undefined) yield tree;
    else kept.push(tree);
  }
  if (options.sort !== undefined) yield* sortTasks(kept, options.sort);
}

function* forestLine(tree: TaskTree): Generator<string> {
  yield* forestTask(tree);
  yield "\n";
}

/** Gives what draws one task after the other, with an empty line between trees. */
function taskText(options: RenderOptions): (tree: TaskTree) => Generator<string> {
  let before: TaskTree | undefined;
  return function* (tree) {
    if (before !== undefined && !(isLoneMessage(before) && isLoneMessage(tree))) yield "\n";
    before = tree;
    for (const line of renderTask(tree, options)) yield `${line}\n`;
  };
}

function eliotTreeText(options: TreeOptions): (tree: TaskTree) => Generator<string> {
  const eliotOptions: EliotTreeOptions = {
    theme: themeFor(options),
    ascii: options.ascii === true,
    fieldLimit: options.fieldLimit,
    raw: options.raw === true,
    localTime: options.localTimezone === true,
    exact: process.stdout.isTTY !== true,
    ...(options.ignoreTaskKey !== undefined && { ignoredKeys: new Set(options.ignoreTaskKey) }),
  };
  return function* (tree) {
    for (const line of renderEliotTree(tree, eliotOptions)) yield `${line}\n`;
    yield "\n";
  };
}

function themeFor(options: TreeOptions): Theme {
  const theme = chooseTheme(usesColor(options.color, process.stdout, process.env), options.theme, process.env);
  return options.colorTree ? theme : { ...theme, tree: "", treeFailed: "" };
}

async function renderOptions(options: TreeOptions): Promise<RenderOptions> {
  const width = options.width ?? screenWidth(process.stdout);
  return {
    theme: themeFor(options),
    measure: await loadMeasure(),
    fieldLimit: options.fieldLimit,
    times: options.relative === true ? "relative" : options.absolute === true ? "absolute" : "none",
    hiddenFields: new Set(options.ignoreTaskKey),
    ascii: options.ascii === true,
    raw: options.raw === true,
    levels: options.levels === true,
    wholeUuids: options.wholeUuids === true,
    localTime: options.localTimezone === true,
    ...(width !== undefined && { width }),
    ...(options.bars !== undefined && { bars: options.bars }),
    ...(options.depth !== undefined && { depth: options.depth }),
  };
}
