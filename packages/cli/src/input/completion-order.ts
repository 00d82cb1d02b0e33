import { Parser, type TaskTree } from "clew/parse";
import { TEXT } from "./layers/index.js";
import type { LogInput } from "./log-input.js";

/**
 * All trees in the order in which eliot.parse gives them: complete ones when their last message is read, incomplete
 * ones at the end. Holds the whole log, as eliot-tree does.
 */
export async function* treesAsCompleted(log: LogInput): AsyncGenerator<TaskTree, void, undefined> {
  const parser = new Parser();
  const byLastMessage = new Set<string>();
  for await (const batch of log.messages()) {
    for (const message of batch) {
      if (message.message_type === TEXT) {
        log.text.count(String(message.text));
        continue;
      }
      parser.add(message);
      byLastMessage.delete(message.task_uuid);
      byLastMessage.add(message.task_uuid);
    }
  }
  const incomplete: TaskTree[] = [];
  for (const uuid of byLastMessage) {
    // Each task by itself: eliot-tree knows no task that stands in another one.
    const tree = parser.take(uuid) as TaskTree;
    if (tree.isComplete) yield tree;
    else incomplete.push(tree);
  }
  yield* incomplete;
}
