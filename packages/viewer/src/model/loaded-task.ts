import { type TaskRow, taskRow } from "@clew/log";
import { explainFailures, type TaskTiming, toTaskTiming } from "clew/explain";
import { type Message, Parser, parseLine, type TaskTree, type WrittenAction, type WrittenNode } from "clew/parse";
import { nodeAt } from "./level-text.js";

/** A task as it is looked at: its tree, and what is marked in it. */
export interface LoadedTask {
  readonly tree: TaskTree;
  readonly row: TaskRow;
  /** The times of each of its actions, on one clock. */
  readonly timing: TaskTiming;
  /** The actions that the task waited for. */
  readonly critical: ReadonlySet<WrittenAction>;
  /** The actions that failed: that with which it began, where the task failed, then the others in their order. */
  readonly failures: readonly WrittenAction[];
  /** Those of them in which no other failure lies: one that went up through many actions is told once. */
  readonly beginnings: readonly WrittenAction[];
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
  const failures = await failuresOf(tree);
  return {
    tree,
    row: taskRow(tree, written.size),
    timing,
    critical: onPath(tree, new Set(timing.criticalPath.map(({ action }) => action))),
    failures,
    beginnings: failures.filter(({ children }) => !children.some(isFailed)),
    lineOf: (record) => written.get(record),
  };
}

/** With the actions that spent no time of their own on the path: all of it in what they waited for. */
function onPath({ root }: TaskTree, own: ReadonlySet<WrittenAction>): ReadonlySet<WrittenAction> {
  if (root.kind === "message" || own.size === 0) return own;
  const placed: { readonly action: WrittenAction; readonly parent: WrittenAction | undefined }[] = [];
  placed.push({ action: root, parent: undefined });
  for (let i = 0; i < placed.length; i++) {
    const parent = placed[i]?.action;
    for (const child of parent?.children ?? []) if (child.kind !== "message") placed.push({ action: child, parent });
  }
  const critical = new Set(own);
  for (const { action, parent } of placed.reverse()) {
    if (critical.has(action) && parent !== undefined) critical.add(parent);
  }
  return critical;
}

function isFailed(node: WrittenNode): boolean {
  return node.kind !== "message" && node.status === "failed";
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
