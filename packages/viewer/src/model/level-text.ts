import type { TaskLevel, TaskTree, WrittenAction, WrittenNode } from "clew/parse";
import { childNumbered } from "./numbered.js";

/** A place in a task as it is printed: `/2/1`, and `/` for the root. */
export function formatLevel(level: TaskLevel): string {
  return `/${level.join("/")}`;
}

/** The place that a text names, or `undefined`. */
export function parseLevel(text: string): TaskLevel | undefined {
  if (text === "/") return [];
  if (!/^(?:\/[1-9][0-9]{0,15})+$/.test(text)) return undefined;
  return text.slice(1).split("/").map(Number);
}

/** The node at a place: an action, by its own place or that of its start, or a message. */
export function nodeAt({ root }: TaskTree, level: TaskLevel): WrittenNode | undefined {
  let node: WrittenNode = root;
  for (let i = 0; i < level.length; i++) {
    if (node.kind === "message") return i === level.length - 1 ? node : undefined;
    const action: WrittenAction = node;
    const next: WrittenNode | undefined = childNumbered(action.children, level[i] as number);
    // The start and the finish of an action are places too, at which the action stands itself.
    if (next === undefined) return i === level.length - 1 && isOwnPlace(action, level[i]) ? action : undefined;
    node = next;
  }
  return node;
}

function isOwnPlace({ startRecord, endRecord }: WrittenAction, number: number | undefined): boolean {
  return startRecord?.task_level.at(-1) === number || endRecord?.task_level.at(-1) === number;
}
