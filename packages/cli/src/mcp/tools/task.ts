import type { TaskLevel, TaskTree, WrittenNode } from "clew/parse";
import { renderTask } from "clew/render";
import { z } from "zod";
import { AgentError } from "../agent-error.js";
import { placeText, readPlace } from "../place.js";
import { tool } from "./tool.js";

const MOST_LINES = 150;
const FIELD_CHARACTERS = 200;

export const task = tool({
  name: "task",
  title: "The tree of a task",
  description:
    "A task as the tree of what happened in it, or the part of it at a place: the record, what lies above and below it.",
  input: z.object({
    place: z.string().min(1).describe("task_uuid@/1/2 as the other answers give it, a task_uuid, or its beginning."),
    depth: z.number().int().min(0).max(100).optional().describe("Levels below; else as many as fit."),
  }),
  async answer(log, { place, depth }) {
    const { taskUuid: start, taskLevel } = readPlace(place);
    const { tree, row } = await log.tree(start);
    const { taskUuid, status, duration, messages } = row;
    const shown = taskLevel === undefined ? undefined : around(tree, taskLevel);
    return { data: { task_uuid: taskUuid, status, duration, messages, ...drawn(tree, shown, depth) } };
  },
});

/** The whole of a tree where it fits, else fewer levels of it. */
function drawn(tree: TaskTree, shown: ReadonlySet<WrittenNode> | undefined, asked: number | undefined): object {
  for (const depth of asked === undefined ? [undefined, 6, 4, 3, 2, 1] : [asked]) {
    const lines: string[] = [];
    const drawing = {
      fieldLimit: FIELD_CHARACTERS,
      ...(depth !== undefined && { depth }),
      ...(shown !== undefined && { shows: (node: WrittenNode) => shown.has(node) }),
    };
    for (const line of renderTask(tree, drawing)) {
      lines.push(line);
      if (lines.length > MOST_LINES) break;
    }
    if (lines.length <= MOST_LINES) return { tree: lines.join("\n"), ...(depth !== undefined && { depth }) };
    if (depth === 1 || depth === asked) {
      return {
        tree: lines.slice(0, MOST_LINES).join("\n"),
        left_out: "more lines; give the place of an action below, or a smaller depth",
      };
    }
  }
  return {};
}

/** A record, all that lies below it, and the actions above it. */
function around({ root, taskUuid }: TaskTree, level: TaskLevel): ReadonlySet<WrittenNode> {
  const shown = new Set<WrittenNode>();
  const open: { readonly node: WrittenNode; readonly above: readonly WrittenNode[] }[] = [{ node: root, above: [] }];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { node, above } = next;
    const isInside = above.some((each) => isAt(each, level)) || isAt(node, level);
    if (isInside) for (const each of [...above, node]) shown.add(each);
    if (node.kind === "message") continue;
    if (isInside || leadsTo(node, level)) {
      for (const child of node.children) open.push({ node: child, above: [...above, node] });
    }
  }
  if (shown.size === 0)
    throw new AgentError(`There is no record at ${placeText(taskUuid, level)}; ask for the task alone.`);
  return shown;
}

/** An action stands at its own level, and its start and end, which end in a number, mean the action. */
function isAt(node: WrittenNode, level: TaskLevel): boolean {
  const own = node.taskLevel;
  return isStart(own, level) && (own.length === level.length || (node.kind !== "message" && isEdge(node, level)));
}

function isEdge(node: Exclude<WrittenNode, { kind: "message" }>, level: TaskLevel): boolean {
  if (level.length !== node.taskLevel.length + 1) return false;
  return !node.children.some((child) => child.taskLevel.length === level.length && isStart(child.taskLevel, level));
}

function leadsTo(node: WrittenNode, level: TaskLevel): boolean {
  return isStart(node.taskLevel, level);
}

function isStart(start: TaskLevel, level: TaskLevel): boolean {
  return start.length <= level.length && start.every((number, i) => number === level[i]);
}
