import { explainFailures, type TaskTiming, toTaskTiming } from "clew/explain";
import { type Message, Parser, parseLine, type TaskTree, type WrittenAction } from "clew/parse";
import { nodeAt } from "./level-text.js";
import type { TaskRow } from "./log-source.js";
import { taskRow } from "./task-row.js";

/** A task as it is looked at: its tree, and what is marked in it. */
export interface LoadedTask {
  readonly tree: TaskTree;
  readonly row: TaskRow;
  /** When each of its actions ran, on one clock. */
  readonly timing: TaskTiming;
  /** The actions that the task waited for. */
  readonly critical: ReadonlySet<WrittenAction>;
  /** The actions that failed: that with which it began, where the task failed, then the others in their order. */
  readonly failures: readonly WrittenAction[];
  /** A record's line exactly as it was written. */
  lineOf(record: Message): string | undefined;
}

/** Makes a task of its lines; `undefined` where none of them is a message. */
export async function loadTask(text: string): Promise<LoadedTask | undefined> {
  const parser = new Parser();
  const written = new Map<Message, string>();
  for (const line of text.split("\n")) {
    const parsed = parseLine(line);
    if (!parsed.ok) continue;
    parser.add(parsed.message);
    written.set(parsed.message, line);
  }
  const tree = parser.end()[0];
  if (tree === undefined) return undefined;
  const timing = toTaskTiming(tree);
  return {
    tree,
    row: taskRow(tree, written.size),
    timing,
    critical: new Set(timing.criticalPath.map(({ action }) => action)),
    failures: await failuresOf(tree),
    lineOf: (record) => written.get(record),
  };
}

async function failuresOf(tree: TaskTree): Promise<readonly WrittenAction[]> {
  const failed: WrittenAction[] = [];
  const open = [tree.root];
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    if (node.kind === "message") continue;
    if (node.status === "failed") failed.push(node);
    for (let i = node.children.length - 1; i >= 0; i--) {
      const child = node.children[i];
      if (child !== undefined) open.push(child);
    }
  }
  if (tree.root.kind === "message" || tree.root.status !== "failed") return failed;
  const { failures } = await explainFailures([tree]);
  const place = failures[0]?.example.taskLevel;
  const origin = place && nodeAt(tree, place);
  if (origin === undefined || origin.kind === "message") return failed;
  return [origin, ...failed.filter((action) => action !== origin)];
}
