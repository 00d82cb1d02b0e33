import { Needle } from "@clew/log";
import type { Message, WrittenNode } from "clew/parse";
import type { LoadedTask } from "./loaded-task.js";

/** The actions and messages of a task in whose lines a text stands, in any case, from top to bottom. */
export function findInTask({ tree, lineOf }: LoadedTask, text: string): readonly WrittenNode[] {
  if (text === "") return [];
  const needle = new Needle(text);
  const holds = (record: Message | undefined) => {
    const line = record && lineOf(record);
    return line !== undefined && needle.isIn(line);
  };
  const found: WrittenNode[] = [];
  const open = [tree.root];
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    if (node.kind === "message") {
      if (holds(node.record)) found.push(node);
      continue;
    }
    if (holds(node.startRecord) || holds(node.endRecord)) found.push(node);
    for (let i = node.children.length - 1; i >= 0; i--) open.push(node.children[i] as WrittenNode);
  }
  return found;
}
