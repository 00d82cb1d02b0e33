// How one log is parted in what is usual and what is asked about: by a moment, or by what some of its tasks have.

import type { TaskTree, WrittenNode } from "clew/parse";
import { type Command, InvalidArgumentError } from "commander";
import { compileFilter, type NodeTest, readMoment } from "../filter/index.js";
import { openLogs } from "../input/index.js";
import { USUAL_BY } from "../kept/index.js";
import { collected } from "./arguments.js";

export interface PartingOptions {
  readonly since?: number;
  readonly against?: string;
}

/** Adds the options to a command. */
export function addPartingOptions(command: Command): Command {
  return command
    .option("--since <time>", "what began from this moment on, against what began before it", moment)
    .option("--against <filter>", "tasks in which nothing fits the filter, against those in which something does");
}

/** The test for tasks that are as usual, or `undefined` where the log is not parted. */
export function partingOf({ since, against }: PartingOptions): ((tree: TaskTree) => boolean) | undefined {
  if (since === undefined && against === undefined) return undefined;
  const fits = against === undefined ? undefined : compileFilter(against);
  return (tree) =>
    (since !== undefined && beginOf(tree.root) < since) || (fits !== undefined && holds(tree.root, fits));
}

export interface BaselineOptions extends PartingOptions {
  readonly baseline?: readonly string[];
  readonly by?: string;
}

/** Adds the options by which a log is compared with what is usual. */
export function addBaselineOptions(command: Command): Command {
  return addPartingOptions(
    command
      .option("--baseline <file>", "a log of what is usual, to tell what is new; may be given several times", collected)
      .option("--by <field>", "whose values to rank by how much speaks for each", USUAL_BY),
  );
}

/** What the options mean to an explanation, and the log that is to be read for it. */
export async function baselineOf(options: BaselineOptions) {
  const { baseline, by } = options;
  const isUsual = partingOf(options);
  const log = baseline === undefined ? undefined : await openLogs(baseline);
  return {
    log,
    how: {
      ...(log !== undefined && { baseline: log.trees() }),
      ...(isUsual !== undefined && { isUsual }),
      ...(by !== undefined && { by }),
    },
  };
}

/** A moment in any of the forms that filters know. */
function moment(text: string): number {
  const now = Date.now() / 1000;
  const found = readMoment(text, now);
  if (found !== undefined) return found;
  throw new InvalidArgumentError("It must be a time, such as 2026-11-22T19:24 or '10m ago'.");
}

function beginOf(root: WrittenNode): number {
  return root.kind === "message" ? root.timestamp : (root.startTime ?? root.endTime ?? Number.NaN);
}

function holds(root: WrittenNode, fits: NodeTest): boolean {
  const waiting: WrittenNode[] = [root];
  for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
    if (fits(node)) return true;
    if (node.kind !== "message") for (const child of node.children) waiting.push(child);
  }
  return false;
}
