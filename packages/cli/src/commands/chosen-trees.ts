// The trees of the tasks that a command was asked for. A store beside the log that holds all of it gives them without
// reading the log, where a single task is meant; the trees are the same to the byte.

import type { LogStore, PageRequest, TaskQuery } from "@clew/log";
import { Parser, parseLine, type TaskTree } from "clew/parse";
import { isChosen, type TaskChoice } from "../filter/index.js";
import { type LogInput, type LogInputOptions, type LogText, openLogs, UnusedLines } from "../input/index.js";
import { complain } from "../output/report.js";
import { openFreshStore } from "../store/index.js";
import { clusterIn, clusterTasks } from "./cluster-tasks.js";

/** The tasks that were chosen of logs. */
export interface ChosenTrees {
  /** Their trees in the order of the log, to be taken once. */
  readonly trees: AsyncIterable<TaskTree>;
  /** What could not be used, known when the trees were taken. */
  readonly unused: UnusedLines;
  /** What else reading the log found, where it was read. */
  readonly recognised?: readonly string[];
  readonly text?: LogText;
}

export interface ChosenTreesOptions extends LogInputOptions {
  /** Gives the trees of a log in another order than that of their first messages. */
  readonly order?: (log: LogInput) => AsyncIterable<TaskTree>;
}

/** Finds the tasks that were chosen: in the store beside the logs where it knows them, else in the logs. */
export async function openChosenTrees(
  files: readonly string[],
  choice: TaskChoice,
  options: ChosenTreesOptions = {},
): Promise<ChosenTrees> {
  const cluster = choice.uuid === undefined ? undefined : clusterIn(files);
  if (cluster !== undefined) {
    const trees = await clusterTasks(cluster, choice.uuid ?? "");
    return { trees: chosenOf(each(trees), choice), unused: new UnusedLines() };
  }
  const stored = await storedTrees(files, choice, options);
  if (stored !== undefined) return stored;
  const { order = (input: LogInput) => input.trees(), ...reading } = options;
  const log = await openLogs(files, reading);
  const { unused, recognised, text } = log;
  return { trees: chosenOf(order(log), choice), unused, recognised, text };
}

/** The trees of these that are chosen. */
async function* chosenOf(
  trees: AsyncIterable<TaskTree>,
  choice: TaskChoice,
): AsyncGenerator<TaskTree, void, undefined> {
  for await (const tree of trees) if (isChosen(tree, choice)) yield tree;
}

/** Two rows tell whether a single task is meant. */
const FIRST_TWO: PageRequest = { sort: "time", descending: false, offset: 0, limit: 2 };

/** The chosen trees out of a store; `undefined` where the log has to be read for them. */
async function storedTrees(
  files: readonly string[],
  choice: TaskChoice,
  { prepare, layers }: ChosenTreesOptions,
): Promise<ChosenTrees | undefined> {
  // A store has the tasks that are made without such options.
  const query = layers === undefined ? queryOf(choice) : undefined;
  const fresh = query && (await openFreshStore(files));
  if (query === undefined || fresh === undefined) return undefined;
  try {
    const { total, rows } = await fresh.store.tasks(query, FIRST_TWO);
    // The order in which a long log gives its trees depends on how far apart their lines stand, which a store does not
    // know: more than one are read from the log.
    if (total > 1) return undefined;
    // Of text and of lines of other loggers the reader says what they were, which a store does not know; and tasks of other
    // programs may stand in the tree of one that asked for them.
    if (fresh.unused.count > 0 || (await fresh.hasForeignLines()) || (await fresh.hasAskedTasks())) return undefined;
    const trees: TaskTree[] = [];
    for (const { taskUuid } of rows) {
      const tree = await storedTree(fresh.store, taskUuid, prepare);
      if (tree !== undefined && isChosen(tree, choice)) trees.push(tree);
    }
    complain(`Answered from ${fresh.path}, which holds the whole log.`);
    return { trees: each(trees), unused: fresh.unused };
  } finally {
    fresh.close();
  }
}

/** The question for a choice that narrows by what a store knows; `undefined` for all tasks. */
function queryOf({ uuid, failed, minDurationSeconds, since, until }: TaskChoice): TaskQuery | undefined {
  if (since !== undefined || until !== undefined) return undefined;
  if (uuid === undefined && failed !== true && minDurationSeconds === undefined) return undefined;
  return {
    ...(uuid !== undefined && { taskUuidStart: uuid }),
    ...(failed === true && { minFailures: 1 }),
    ...(minDurationSeconds !== undefined && { minDurationSeconds }),
  };
}

/** The tree of a task. The order of its lines does not matter: a parser gives the same tree for every order. */
async function storedTree(
  store: LogStore,
  taskUuid: string,
  prepare: LogInputOptions["prepare"] = (text) => text,
): Promise<TaskTree | undefined> {
  const parser = new Parser();
  for (const line of prepare(await store.taskLines(taskUuid)).split("\n")) {
    const parsed = parseLine(line);
    if (parsed.ok) parser.add(parsed.message);
  }
  return parser.end()[0];
}

async function* each<Item>(items: readonly Item[]): AsyncGenerator<Item, void, undefined> {
  yield* items;
}
