// `clew tail`: logs as they grow.
import type { LiveTreeOptions } from "clew/live";
import type { Message, TaskTree } from "clew/parse";
import { Command, Option } from "commander";
import { applyConfig } from "../config/apply-config.js";
import { compileFilter, isChosen, OnceFailed, shownNodes } from "../filter/index.js";
import { followCluster, followLogs, UnusedLines, Wakes, wakeOnChanges } from "../input/index.js";
import { complain } from "../output/report.js";
import { JsonView, LinesView, ScreenView, type TailView } from "../output/tail-view.js";
import { TextWriter } from "../output/text-writer.js";
import { collected, examples, wholeNumber } from "./arguments.js";
import { FILTER_HELP } from "./choice-options.js";
import { clusterIn, refuseClusters } from "./cluster-tasks.js";
import { type DrawingOptions, toRenderOptions } from "./drawing-options.js";

interface TailOptions extends Omit<DrawingOptions, "colorTree"> {
  readonly lines: number;
  readonly task?: string;
  readonly failed?: boolean;
  readonly filter?: string;
  readonly json?: boolean;
  readonly footer: boolean;
}

/** `clew tail`: trees as they grow. */
export function tailCommand(): Command {
  return new Command("tail")
    .description("follow growing logs, and draw their trees as they grow")
    .argument(
      "[files...]",
      "logs, also ones that are not there yet, the address of a database, or - for standard input, which is the default",
    )
    .option("-n, --lines <n>", "start with the last N lines of each file", wholeNumber(0), 100)
    .optionsGroup("Which tasks:")
    .option("-u, --task <uuid>", "only what belongs to tasks whose uuid is this, or begins so")
    .option("--failed", "only tasks in which something failed, from when it did; what led to it comes first")
    .optionsGroup("What of them:")
    .option("--filter <filter>", "only what fits, with the actions above it")
    .optionsGroup("What is shown of each:")
    .option("-l, --field-limit <characters>", "cut longer values; 0 shows all", wholeNumber(0), 100)
    .option("-i, --ignore-task-key <key>", "do not show this field; may be given several times", collected)
    .option("--whole-uuids", "whole task uuids")
    .option("--local-timezone", "times in the local zone, in place of UTC")
    .option("--raw", "times and durations as the numbers in the log")
    .optionsGroup("Form:")
    .option("--no-footer", "on a terminal: no lines at its foot that show what is open")
    .option("--width <columns>", "cut lines to this width; by default the terminal's", wholeNumber(20))
    .option("--ascii", "draw with ASCII signs")
    .addOption(new Option("--color <when>", "colours").choices(["auto", "always", "never"]).default("auto"))
    .addOption(new Option("--theme <name>", "for which background").choices(["auto", "dark", "light"]).default("auto"))
    .option("--config <file>", "defaults for these options, in place of ~/.config/clew/config.json")
    .option("--json", "one JSON object a line for each task, as tree has it, once it is complete")
    .addHelpText("after", FILTER_HELP)
    .addHelpText(
      "after",
      examples([
        ["clew tail app.log", "what happens now; rotation is followed, and Ctrl-C ends it"],
        ["clew tail --failed api.log worker.log", "tasks that fail, in several files"],
        ["clew tail --filter 'type~db* duration>100ms' app.log", "slow queries as they come"],
        ["clew tail clickhouse://127.0.0.1/clew", "what comes in from all hosts"],
        ["kubectl logs -f api | clew tail", "from standard input"],
      ]),
    )
    .hook("preAction", applyConfig)
    .action(showTail);
}

async function showTail(files: readonly string[], options: TailOptions): Promise<void> {
  const cluster = clusterIn(files);
  if (cluster === undefined) refuseClusters(files, "tail", "give the address alone");
  const unused = new UnusedLines();
  const wakes = new Wakes();
  const stop = () => wakes.stop();
  process.once("SIGINT", stop);
  process.once("SIGTERM", stop);
  const view = await openView(options);
  const { lines } = options;
  const follow =
    cluster === undefined
      ? await followLogs(files, { lines, unused, onData: () => wakes.wake() })
      : await followCluster(cluster, { lines, unused, tell: complain });
  const choose = chooser(options);
  view.recall((await follow.begin()).filter(choose.isOfTask));
  for (const path of follow.missing) complain(`There is no file ${JSON.stringify(path)} yet; waiting for it.`);
  const stopWatching = wakeOnChanges(follow.paths, wakes);
  wakes.wake();
  const told = { count: 0 };
  try {
    for await (const _ of wakes) {
      await view.show((await follow.poll()).flatMap(choose.choose));
      tellUnused(unused, told);
      if (follow.isOver) break;
    }
    await view.end();
  } finally {
    stopWatching();
    process.off("SIGINT", stop);
    process.off("SIGTERM", stop);
    await follow.close();
  }
  const others = unused.count - told.count;
  if (others > 0) complain(`and ${others} more ${others === 1 ? "line" : "lines"} that could not be used`);
  if (follow.isOver && unused.count > 0) process.exitCode = 1;
  // A read of a named pipe that nobody writes to cannot be called back.
  if (!follow.isOver && follow.hasPipes) process.exit(process.exitCode ?? 0);
}

async function openView(options: TailOptions): Promise<TailView> {
  const { task, failed } = options;
  const out = new TextWriter(process.stdout);
  if (options.json === true) {
    const fits = options.filter === undefined ? undefined : compileFilter(options.filter);
    const choice = { ...(task !== undefined && { uuid: task }), ...(failed !== undefined && { failed }) };
    const isWanted = (tree: TaskTree) =>
      isChosen(tree, choice) && (fits === undefined || shownNodes(tree, fits).fitting.size > 0);
    return new JsonView(out, isWanted, () => performance.now() / 1000);
  }
  const { everyTick, LiveScreen, LiveTree } = await import("clew/live");
  const hasFooter = options.footer && process.stdout.isTTY === true && process.env.TERM !== "dumb";
  const drawing: LiveTreeOptions = {
    ...toRenderOptions({ ...options, colorTree: true }),
    defersBegins: hasFooter,
    ...(options.filter !== undefined && { shows: compileFilter(options.filter) }),
  };
  const tree = new LiveTree(drawing);
  if (!hasFooter) return new LinesView(tree, out);
  const resize = () => {
    if (options.width === undefined) tree.redraw({ width: process.stdout.columns - 1 });
  };
  resize();
  process.stdout.on("resize", resize);
  const lines = (most: number) => tree.openLines(Date.now() / 1000, most);
  return new ScreenView(tree, new LiveScreen(process.stdout, { lines, every: everyTick }, [process.stderr]));
}

interface Chooser {
  isOfTask(message: Message): boolean;
  /** What is to be shown now that a message has come. */
  choose(message: Message): readonly Message[];
}

function chooser({ task, failed, json }: TailOptions): Chooser {
  const prefix = task?.toLowerCase();
  const isOfTask = (message: Message) => prefix === undefined || message.task_uuid.toLowerCase().startsWith(prefix);
  // Whole trees are chosen when they are complete.
  const gate = failed === true && json !== true ? new OnceFailed() : undefined;
  return {
    isOfTask,
    choose: (message) => {
      if (!isOfTask(message)) return [];
      return gate === undefined ? [message] : gate.pass(message);
    },
  };
}

/** Says of the first lines that could not be used where they are, when they come. */
function tellUnused(unused: UnusedLines, told: { count: number }): void {
  for (const { file, line, reason } of unused.first.slice(told.count)) {
    complain(`${file}${line > 0 ? `:${line}` : ""}: ${reason}`);
    told.count++;
  }
}
