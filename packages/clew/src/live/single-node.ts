import { type Message, Parser, type WrittenAction, type WrittenNode } from "../parse/index.js";

/** A message as a node without a tree around it. */
export function messageNode(message: Message): WrittenNode {
  return nodeOf(message.task_uuid, { ...message, task_level: [1] }, undefined);
}

/** An action as a node, from its start and its finish, as far as they are known. */
export function actionNode(start: Message | undefined, finish: Message): WrittenNode {
  return nodeOf(finish.task_uuid, start && { ...start, task_level: [1] }, { ...finish, task_level: [2] });
}

/** An action that has only begun. */
export function begunNode(start: Message): WrittenAction {
  return nodeOf(start.task_uuid, { ...start, task_level: [1] }, undefined) as WrittenAction;
}

const parser = new Parser();

/** The parser knows what a record means; given alone, at the first places, it is the root of a tree. */
function nodeOf(taskUuid: string, first: Message | undefined, second: Message | undefined): WrittenNode {
  if (first !== undefined) parser.add(first);
  if (second !== undefined) parser.add(second);
  const tree = parser.take(taskUuid);
  if (tree === undefined) throw new Error("A node needs a record");
  return tree.root;
}
