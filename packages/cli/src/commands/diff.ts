// `clew diff`: two logs, two stretches of one, or two of its tasks, and what differs.

import { diffJson, encodeExact, severalTasks } from "@clew/log";
import { type DiffReport, diffTrees } from "clew/explain";
import type { TaskTree } from "clew/parse";
import { Command, Option } from "commander";
import { InputError, openLogs } from "../input/index.js";
import { lasting } from "../kept/index.js";
import type { AnswerOptions } from "../output/answer-lines.js";
import { diffText, nextOf } from "../output/diff-text.js";
import { reportUnused } from "../output/report.js";
import { TextWriter } from "../output/text-writer.js";
import { addScreenOptions, asTyped, type ScreenChoices, toAnswerOptions, withLineEnds } from "./answer-options.js";
import { collected, examples } from "./arguments.js";
import { askLogs } from "./asked-logs.js";
import { clusterIn, clusterTasks } from "./cluster-tasks.js";
import { addPartingOptions, type PartingOptions, partingOf } from "./parting.js";

interface DiffOptions extends ScreenChoices, PartingOptions {
  readonly task?: readonly string[];
  readonly pairs?: boolean;
  readonly changes?: boolean;
  readonly by?: string;
  readonly json?: boolean;
}

/** `clew diff`: the first divergence of two runs, and every other difference. */
export function diffCommand(): Command {
  const command = new Command("diff")
    .description("compare two logs: runs of the same work, or two stretches of traffic; or two tasks of one log")
    .argument(
      "<logs...>",
      "the log as it was expected, and the other one; or one log with --task twice, --since, --against",
    )
    .option("-u, --task <uuid>", "a task of the one log, given twice; the beginning of its uuid is enough", collected)
    .option("--pairs", "pair the tasks of the two, as runs of the same work")
    .addOption(new Option("--changes", "compare the two as traffic, by kind of action").conflicts("pairs"))
    .option("--by <field>", "whose values to blame", "service")
    .option("--json", "one JSON object");
  return addScreenOptions(addPartingOptions(command))
    .addHelpText(
      "after",
      examples([
        ["clew diff good.log bad.log", "the first divergence, and the others"],
        ["clew diff monday.log tuesday.log --changes", "what changed in the traffic, by kind of action"],
        ["clew diff app.log --since 2026-11-28T14:03", "what was before that moment, and what came after"],
        ["clew diff app.log --task 5f3a --task 91cc", "one task as expected, and another"],
      ]),
    )
    .action(showDiff);
}

async function showDiff(files: readonly string[], options: DiffOptions): Promise<void> {
  const { task: tasks = [], pairs, changes, by, since, against } = options;
  const isUsual = partingOf(options);
  const ofOneLog = files.length === 1 && (tasks.length === 2) !== (isUsual !== undefined);
  if (!ofOneLog && (files.length !== 2 || tasks.length > 0 || isUsual !== undefined)) {
    throw new InputError(
      "CLEW_DIFF",
      "Cannot compare: clew diff needs two logs, or one log and two tasks (clew diff LOG --task UUID --task UUID), or one log and where to part it (--since TIME, --against FILTER)",
    );
  }
  const screen = options.json === true ? undefined : toAnswerOptions(options);
  const { drawn, found } = await askLogs({
    question: lasting({ name: "diff", options: { tasks, pairs, changes, by, since, against } }, against),
    logs: files.map((file) => [file]),
    work: async () => {
      const logs = await Promise.all(files.map((file) => openLogs([file])));
      return { answer: await compare(logs, tasks, isUsual, options, clusterIn(files)), logs };
    },
    draw: (report) => (screen === undefined ? [encodeExact(diffJson(report))] : textOf(report, screen)),
  });
  const out = new TextWriter(process.stdout);
  await out.writeAll(withLineEnds(drawn));
  await out.flush();
  for (const log of found) reportUnused(log);

  function textOf(report: DiffReport, how: AnswerOptions): readonly string[] {
    const names = files.map((file) => asTyped([file]));
    return [...diffText(report, nextOf(report, names), how)];
  }
}

async function compare(
  logs: readonly Awaited<ReturnType<typeof openLogs>>[],
  tasks: readonly string[],
  isUsual: ((tree: TaskTree) => boolean) | undefined,
  { pairs, changes, by }: DiffOptions,
  cluster: string | undefined,
): Promise<DiffReport> {
  const how = {
    ...(pairs === true && { mode: "pairs" as const }),
    ...(changes === true && { mode: "changes" as const }),
    ...(by !== undefined && { by }),
  };
  const [first, second] = logs as [(typeof logs)[0], (typeof logs)[0] | undefined];
  if (second !== undefined) return await diffTrees(first.trees(), second.trees(), how);
  if (isUsual === undefined) {
    const {
      chosen: [a = [], b = []],
      around,
    } = await tasksOf(first, tasks, cluster);
    return await diffTrees(a, b, { ...how, around });
  }
  return await diffTrees(
    chosen(first.trees(), isUsual),
    chosen(first.trees(), (tree) => !isUsual(tree)),
    how,
  );
}

async function* chosen(trees: AsyncIterable<TaskTree>, test: (tree: TaskTree) => boolean): AsyncGenerator<TaskTree> {
  for await (const tree of trees) if (test(tree)) yield tree;
}

/** Tasks of a type, and of all types, among which two are compared. */
const MOST_BESIDE = 50;
const MOST_HELD = 2000;

interface ChosenTasks {
  readonly chosen: readonly TaskTree[][];
  /** The first tasks of the types of the chosen. */
  readonly around: readonly TaskTree[];
}

async function tasksOf(
  log: Awaited<ReturnType<typeof openLogs>>,
  uuids: readonly string[],
  cluster: string | undefined,
): Promise<ChosenTasks> {
  // Of a database not all tasks are read, so that the two are asked for.
  const chosen: TaskTree[][] = await Promise.all(
    uuids.map((uuid) => (cluster === undefined ? [] : clusterTasks(cluster, uuid))),
  );
  const beside = new Map<string, TaskTree[]>();
  let held = 0;
  for await (const tree of log.trees()) {
    uuids.forEach((uuid, i) => {
      if (cluster === undefined && tree.taskUuid.startsWith(uuid)) chosen[i]?.push(tree);
    });
    const ofType = beside.get(typeOf(tree)) ?? [];
    if (held >= MOST_HELD || ofType.length >= MOST_BESIDE) continue;
    held++;
    beside.set(typeOf(tree), [...ofType, tree]);
  }
  uuids.forEach((uuid, i) => {
    const exact = chosen[i]?.filter(({ taskUuid }) => taskUuid === uuid) ?? [];
    if (exact.length > 0) chosen[i] = exact;
    const found = new Set(chosen[i]?.map(({ taskUuid }) => taskUuid));
    if (found.size === 0) {
      throw new InputError("CLEW_DIFF", `Cannot compare task ${uuid}: it is not in the log; clew tree lists them`);
    }
    if (found.size > 1) throw new InputError("CLEW_DIFF", severalTasks("compare", uuid, [...found]));
  });
  const types = new Set(chosen.flat().map(typeOf));
  return { chosen, around: [...types].flatMap((type) => beside.get(type) ?? []) };
}

function typeOf({ root }: TaskTree): string {
  return (root.kind === "message" ? root.messageType : root.actionType) ?? "";
}
