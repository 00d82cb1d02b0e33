import type { Message } from "../wire/index.js";
import { messageOf } from "./parse-line.js";
import { Parser, type ParserOptions } from "./parser.js";
import { TextScanner, type TextSink } from "./scan-texts.js";
import type { TaskTree } from "./task-tree.js";

/** A line that is no message. */
export interface UnusedLine {
  /** Counted from 1: the line in the text, or the place in the source where that gives messages. */
  readonly line: number;
  readonly reason: string;
}

/** How `parseStream` reads. */
export interface ParseStreamOptions extends ParserOptions {
  /** Is told of each line that could not be used, with the reason. Blank lines are no finding. */
  readonly onUnused?: (unused: UnusedLine) => void;
}

/**
 * Reads a log and gives its task trees, one for each task.
 *
 * The source gives lines, with or without their line ends, or several whole lines at once, or messages that were parsed
 * already. Every good line around damage is read. Trees come in the order of their first messages; see `ParserOptions`
 * for logs without an end.
 *
 * @example
 * ```ts
 * import { parseStream } from "clew/parse";
 *
 * const lines = [
 *   '{"task_uuid": "t1", "task_level": [1], "timestamp": 1, "action_type": "greet", "action_status": "started"}',
 *   '{"task_uuid": "t1", "task_level": [2], "timestamp": 2, "message_type": "hello"}',
 *   "Traceback (most recent call last):",
 * ];
 * for await (const tree of parseStream(lines, { onUnused: ({ line }) => console.log(`line ${line} is no message`) })) {
 *   console.log(tree.taskUuid, tree.isComplete); // t1 false
 * }
 * ```
 */
export async function* parseStream(
  source: AsyncIterable<string | Message> | Iterable<string | Message>,
  options: ParseStreamOptions = {},
): AsyncGenerator<TaskTree, void, undefined> {
  const parser = new Parser(options);
  const completed: TaskTree[] = [];
  const sink: TextSink = {
    scanned: (line) => {
      for (const tree of parser.addScanned(line)) completed.push(tree);
    },
    message: (message) => {
      for (const tree of parser.add(message)) completed.push(tree);
    },
    unused: (line, reason) => options.onUnused?.({ line, reason }),
  };
  const texts = new TextScanner();
  let line = 1;
  for await (const item of source) {
    if (typeof item === "string") line += texts.scan(item, line, sink);
    else readObject(item, line++, sink);
    if (completed.length > 0) yield* completed.splice(0);
  }
  yield* parser.end();
}

function readObject(item: unknown, line: number, sink: TextSink): void {
  const message = messageOf(item);
  if (typeof message === "string") sink.unused(line, message, "");
  else sink.message(message, line);
}
