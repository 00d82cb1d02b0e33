import type { WrittenNode } from "../../parse/index.js";
import { formatTaskLevel } from "../../wire/index.js";
import { inlineColumns, type RenderOptions, type Settings, settle } from "../options.js";
import type { Span } from "../screen/index.js";
import { cutToColumns, formatDuration } from "../text/index.js";
import { columnsOf, finish } from "./finish-line.js";
import { beginOf } from "./gutter.js";
import { formatTime, formatUuid } from "./heading.js";
import { layOut } from "./node-lines.js";
import { describeNode } from "./node-text.js";

const LEVEL_COLUMNS = 40;
const BELOW: Span = ["note", "    "];

/**
 * Draws one action or message without its tree: its task and level, its time, its duration, and what a tree says of
 * it; long fields stand below. Lines have no line ends.
 *
 * @example
 * ```ts
 * import { Parser } from "clew/parse";
 * import { renderNode } from "clew/render";
 *
 * const parser = new Parser();
 * parser.add({ task_uuid: "t1", task_level: [1], timestamp: 1, message_type: "hello", to: "Ada" });
 * for (const { root } of parser.end()) console.log([...renderNode(root)].join("\n"));
 * // t1/1  1970-01-01 00:00:01.000Z  · hello  to=Ada
 * ```
 */
export function* renderNode(node: WrittenNode, options: RenderOptions = {}): Generator<string, void, undefined> {
  const settings = settle(options);
  const level = cutToColumns(formatTaskLevel(node.taskLevel), LEVEL_COLUMNS, settings.measure, settings.glyphs.cut);
  yield* standingAlone(node, formatUuid(node.taskUuid, settings) + level, settings);
}

/** A node with its name before it, and no tree. */
export function* standingAlone(node: WrittenNode, name: string, settings: Settings): Generator<string> {
  const before: Span[] = [["heading", `${name}  `]];
  const begin = beginOf(node);
  if (begin !== undefined) before.push(["time", `${formatTime(begin, settings)}  `]);
  const duration = node.kind === "message" ? undefined : node.durationSeconds;
  if (duration !== undefined) {
    const took = settings.raw ? duration.toFixed(6) : formatDuration(duration, settings.glyphs.micro);
    before.push(["duration", `${took}  `]);
  }
  const room = inlineColumns(settings) - columnsOf(before, settings);
  const roomBelow = Number.isFinite(settings.width) ? settings.width - BELOW[1].length : Number.POSITIVE_INFINITY;
  const lines = layOut(
    describeNode(node, { parent: undefined, index: 0, depth: 0 }, settings),
    room,
    roomBelow,
    settings,
  );
  yield finish([...before, ...lines.head], settings);
  for (const line of lines.below) yield finish([BELOW, ...line], settings);
}
