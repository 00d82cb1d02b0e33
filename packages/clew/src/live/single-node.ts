import { type Message, Parser, type WrittenNode } from "../parse/index.js";

/** A message as a node without a tree around it. */
export function messageNode(message: Message): WrittenNode {
  return nodeOf({ ...message, task_level: [1] });
}

/** An action as a node, from its start and its finish, as far as they are known. */
export function actionNode(start: Message | undefined, finish: Message | undefined): WrittenNode {
  return nodeOf(
    ...(start === undefined ? [] : [{ ...start, task_level: [1] }]),
    ...(finish === undefined ? [] : [{ ...finish, task_level: [2] }]),
  );
}

/** The parser knows what a record means; given alone, at the first places, it is the root of a tree. */
function nodeOf(...messages: readonly Message[]): WrittenNode {
  const parser = new Parser();
  for (const message of messages) parser.add(message);
  const [tree] = parser.end();
  if (tree === undefined) throw new Error("A node needs a record");
  return tree.root;
}
