// The trees of the tasks that a command was asked for. A store beside the log that holds all of it gives them without
// reading the log, where a single task is meant or their order does not matter; the trees are the same to the byte.

import { severalTasks, type TaskQuery } from "@clew/log";
import type { TaskTree } from "clew/parse";
import { findStore } from "../beside/index.js";
import { calledUuid, isChosen, type NeededTasks, queryOf, type TaskChoice } from "../filter/index.js";
import {
  InputError,
  type LogInput,
  type LogInputOptions,
  type LogText,
  openLogs,
  UnusedLines,
} from "../input/index.js";
import { complain } from "../output/report.js";
import type { FreshStore } from "../store/index.js";
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
  return readTrees(log, chosenOf(order(log), choice));
}

/** The trees of these that are chosen. Throws where a uuid was begun with which several of them begin. */
function chosenOf(trees: AsyncIterable<TaskTree>, choice: TaskChoice): AsyncGenerator<TaskTree, void, undefined> {
  const fitting = chosenAmong(trees, choice);
  return choice.uuid === undefined || WHOLE_UUID.test(choice.uuid) ? fitting : onlyTask(fitting, choice.uuid);
}

async function* chosenAmong(
  trees: AsyncIterable<TaskTree>,
  choice: TaskChoice,
): AsyncGenerator<TaskTree, void, undefined> {
  for await (const tree of trees) if (isChosen(tree, choice)) yield tree;
}

const WHOLE_UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Of so many tasks that begin alike the uuids are held, beyond them they are counted. */
const MOST_HELD = 1000;

/** The one task whose uuid is a text, or else begins with it; the log has to be read to its end to know. */
async function* onlyTask(trees: AsyncIterable<TaskTree>, text: string): AsyncGenerator<TaskTree, void, undefined> {
  const uuids = new Set<string>();
  let others = 0;
  let first: TaskTree[] = [];
  let isExact = false;
  for await (const tree of trees) {
    const uuid = calledUuid(tree, text) ?? "";
    if (uuid.length === text.length && !isExact) {
      isExact = true;
      first = [];
      uuids.clear();
      others = 0;
    }
    if (isExact && uuid.length > text.length) continue;
    if (uuids.size < MOST_HELD) uuids.add(uuid);
    else if (!uuids.has(uuid)) others++;
    // What came of a task after its tree was given is a tree of its own.
    if (uuids.size === 1) first.push(tree);
  }
  if (uuids.size > 1)
    throw new InputError("CLEW_SEVERAL_TASKS", severalTasks("show", text, [...uuids], uuids.size + others));
  yield* first;
}

/**
 * Finds the tasks in which something may be that is looked for: in the store beside the logs where it can tell which
 * they are, else all of the logs. With `inAnyOrder` the trees come in whatever order is at hand.
 */
export async function openSearchedTrees(
  files: readonly string[],
  needed: NeededTasks,
  { withText, inAnyOrder, ...reading }: LogInputOptions & { readonly withText: boolean; readonly inAnyOrder: boolean },
): Promise<ChosenTrees> {
  const query = queryOf(needed);
  const stored = clusterIn(files) === undefined ? await fromStore(files, query, inAnyOrder, reading) : undefined;
  if (stored !== undefined) return stored;
  const log = await openLogs(files, reading);
  return readTrees(log, log.trees({ withText, sought: needed.text }));
}

/** Trees that are read from a log, which knows more when they were taken. */
function readTrees(log: LogInput, trees: AsyncIterable<TaskTree>): ChosenTrees {
  return {
    trees,
    unused: log.unused,
    text: log.text,
    get recognised() {
      return log.recognised;
    },
  };
}

/** The chosen trees out of a store; `undefined` where the log has to be read for them. */
async function storedTrees(
  files: readonly string[],
  choice: TaskChoice,
  reading: ChosenTreesOptions,
): Promise<ChosenTrees | undefined> {
  const stored = await fromStore(files, queryOf(choice), false, reading);
  return stored && { ...stored, trees: chosenOf(stored.trees, choice) };
}

/** Beyond this share of the messages the log is read: lines out of a database cost more than those of a file. */
const MOST_SHARE = 1 / 8;

/** The trees of the tasks that match out of a store; `undefined` where the log has to be read for them. */
async function fromStore(
  files: readonly string[],
  query: TaskQuery | undefined,
  inAnyOrder: boolean,
  { prepare, layers }: LogInputOptions,
): Promise<ChosenTrees | undefined> {
  // A store has the tasks that are made without such options.
  if (layers !== undefined || query === undefined) return undefined;
  if ((await findStore(files)) === undefined) return undefined;
  const { openFreshStore } = await import("../store/index.js");
  const fresh = await openFreshStore(files);
  if (fresh === undefined) return undefined;
  let isUsed = false;
  try {
    const { tasks, messages } = await fresh.sizeOf(query);
    // The order in which a long log gives its trees depends on how far apart their lines stand, which a store does not know:
    // where it matters, more than one are read from the log.
    if (tasks > 1 && (!inAnyOrder || messages > fresh.messages * MOST_SHARE)) return undefined;
    // Of text and of lines of other loggers the reader says what they were, which a store does not know; and tasks of other
    // programs may stand in the tree of one that asked for them.
    if (fresh.unused.count > 0 || (await fresh.hasForeignLines()) || (await fresh.hasAskedTasks())) return undefined;
    const uuids = await fresh.store.taskUuids(query);
    complain(`Answered from ${fresh.path}, which holds the whole log.`);
    isUsed = true;
    return { trees: treesIn(fresh, uuids, prepare), unused: fresh.unused };
  } finally {
    if (!isUsed) fresh.close();
  }
}

/** The trees of tasks, and the end of the store. */
async function* treesIn(
  fresh: FreshStore,
  taskUuids: readonly string[],
  prepare: LogInputOptions["prepare"],
): AsyncGenerator<TaskTree, void, undefined> {
  try {
    const { treesOfTasks } = await import("../store/index.js");
    yield* treesOfTasks(fresh.store, taskUuids, { prepare });
  } finally {
    fresh.close();
  }
}

async function* each<Item>(items: readonly Item[]): AsyncGenerator<Item, void, undefined> {
  yield* items;
}
