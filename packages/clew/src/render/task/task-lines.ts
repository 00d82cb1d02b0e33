import type { TaskTree } from "../../parse/index.js";
import {
  columnsOf,
  describeNode,
  finish,
  formatUuid,
  Gutter,
  headingOf,
  layOut,
  standingAlone,
} from "../node/index.js";
import { inlineColumns, type RenderOptions, type Settings, settle } from "../options.js";
import type { Span } from "../screen/index.js";
import { Branches } from "./branches.js";
import { placesOf } from "./places.js";
import { type Entry, walk } from "./tree-walk.js";

/**
 * Draws a task's tree, line by line: a heading, then a line for each action and message, with its duration, its share
 * of the task, how it ended, and its fields; long fields stand below. Lines have no line ends.
 *
 * A line is made when it is asked for, so a tree of any size and depth is drawn in little memory. No text of the log
 * can break a line, colour it or move the cursor: control characters are shown as escapes.
 *
 * @example
 * ```ts
 * import { parseStream } from "clew/parse";
 * import { renderTask } from "clew/render";
 *
 * const log = [
 *   '{"task_uuid": "t1", "task_level": [1], "timestamp": 1, "action_type": "greet", "action_status": "started", "name": "Ada"}',
 *   '{"task_uuid": "t1", "task_level": [2], "timestamp": 3, "action_type": "greet", "action_status": "succeeded"}',
 * ];
 * for await (const tree of parseStream(log)) {
 *   for (const line of renderTask(tree)) console.log(line);
 * }
 * ```
 *
 * Gives an iterable; each iteration draws anew. The form descends from eliot-tree's and Jaeger's.
 */
export function* renderTask(tree: TaskTree, options: RenderOptions = {}): Generator<string, void, undefined> {
  const settings = settle(options);
  if (isLoneMessage(tree)) {
    yield* standingAlone(tree.root, formatUuid(tree.taskUuid, settings), settings);
    return;
  }
  yield finish(headingOf(tree, settings), settings);
  const gutter = new Gutter(tree, settings);
  const branches = new Branches(settings);
  for (const step of walk(tree.root, settings)) {
    const before = branches.enter(step);
    if (step.entry.kind !== "node") {
      yield finish([...gutter.blank(), ...before, entryNote(step.entry, settings)], settings);
      continue;
    }
    const { node, index } = step.entry;
    const isNarrowed = Number.isFinite(settings.width);
    const room = inlineColumns(settings) - gutter.columns;
    const lines = layOut(
      describeNode(node, { parent: step.parent, index, depth: step.depth }, settings),
      Math.max(room - columnsOf(before, settings), isNarrowed ? 0 : LEAST_ROOM),
      isNarrowed ? room - columnsOf(branches.below(), settings) : Number.POSITIVE_INFINITY,
      settings,
    );
    const line = gutter.node(node);
    line.push(...before, ...lines.head);
    yield finish(line, settings);
    for (const rest of lines.below) yield finish([...gutter.blank(), ...branches.below(), ...rest], settings);
  }
}

/** Without a limit of width, deep nodes too have room for some fields beside their name. */
const LEAST_ROOM = 60;

/**
 * True for a task of one message outside of every action, which is drawn as a line and no tree; between such lines no
 * empty one is needed.
 *
 * @example
 * ```ts
 * import { Parser } from "clew/parse";
 * import { isLoneMessage } from "clew/render";
 *
 * const parser = new Parser();
 * parser.add({ task_uuid: "t1", task_level: [1], timestamp: 1, message_type: "hello" });
 * console.log(parser.end().map(isLoneMessage)); // [ true ]
 * ```
 */
export function isLoneMessage(tree: TaskTree): boolean {
  return tree.root.kind === "message" && tree.continues === undefined;
}

function entryNote(entry: Exclude<Entry, { kind: "node" }>, { glyphs }: Settings): Span {
  if (entry.kind === "leftOut") return ["note", `${glyphs.cut} ${entry.count} left out`];
  if (entry.kind === "below") return ["note", `${glyphs.cut} ${entry.count} more below`];
  const places = placesOf(entry.numbers, entry.level);
  if (entry.kind === "handedOut") return ["note", `${glyphs.cut} ${places} handed out, nothing logged there`];
  const { length } = entry.numbers;
  return ["warning", `${glyphs.cut} ${length} ${length === 1 ? "message" : "messages"} missing (${places})`];
}
