// A tree while it grows. What has been printed is never changed, so an action that other lines come to stand in takes
// two lines: one where it begins and one where it ends, joined by the line of their depth.

import type { ContinuedTask, WrittenNode } from "../../parse/index.js";
import {
  columnsOf,
  continuationOf,
  describeBegin,
  describeNode,
  finish,
  layOut,
  type NodeText,
} from "../node/index.js";
import { inlineColumns, type RenderOptions, type Settings, settle } from "../options.js";
import type { Span } from "../screen/index.js";
import { formatDuration, formatMoment } from "../text/index.js";

/** New nodes of a tree. */
export interface Growth {
  readonly node: WrittenNode;
  /** Of an action, whether it begins, ends, or is told of in one line once it has ended; a message is whole. */
  readonly part: "begin" | "end" | "whole";
  /** The depth of the node: the number of actions around it. */
  readonly depth: number;
  /** The start of its task, in seconds since the Unix epoch; `undefined` where that is not known. */
  readonly taskBegin: number | undefined;
}

/**
 * Draws what is new in a tree, under what was drawn of it before: first when it came, or how long it took, then a line
 * for each action that it stands in. Lines have no line ends; a long field stands in a line of its own.
 *
 * @example
 * ```ts
 * import { Parser } from "clew/parse";
 * import { renderGrowth } from "clew/render";
 *
 * const parser = new Parser();
 * parser.add({ task_uuid: "t1", task_level: [1], timestamp: 1.5, message_type: "hello", to: "Ada" });
 * for (const { root: node } of parser.end()) {
 *   console.log(...renderGrowth({ node, part: "whole", depth: 1, taskBegin: 1 }));
 *   //       +500ms  │ · hello  to=Ada
 * }
 * ```
 *
 * The form with a line for each event descends from tokio's tracing-tree.
 */
export function* renderGrowth(growth: Growth, options: RenderOptions = {}): Generator<string, void, undefined> {
  const settings = settle(options);
  const { node, part, depth } = growth;
  const when = whenOf(growth, settings);
  const outer = trunks(depth, settings);
  const { openedAction, closedAction } = settings.glyphs;
  const failed = node.kind !== "message" && node.status === "failed";
  const corner: Span = [failed ? "treeFailed" : "tree", part === "begin" ? openedAction : closedAction];
  const before: Span[] = part === "whole" ? [when, ...outer] : [when, ...outer, corner];
  const inner = part === "begin" ? trunks(depth + 1, settings) : [...outer, blankOf(settings)];
  const below: Span[] = [["time", " ".repeat(when[1].length)], ...inner, blankOf(settings)];
  const limited = Number.isFinite(settings.width);
  const room = inlineColumns(settings) - columnsOf(before, settings);
  const lines = layOut(
    textOf(growth, settings),
    limited ? Math.max(0, room) : Math.max(room, LEAST_ROOM),
    limited ? settings.width - columnsOf(below, settings) : Number.POSITIVE_INFINITY,
    settings,
  );
  // The corner says that it begins; a mark would say how it went.
  yield finish([...before, ...(part === "begin" ? lines.head.slice(2) : lines.head)], settings);
  for (const line of lines.below) yield finish([...below, ...line], settings);
}

/**
 * The line above what came after its task had been drawn to its end.
 *
 * @example
 * ```ts
 * import { renderContinuation } from "clew/render";
 *
 * console.log(renderContinuation({ actionType: "order", startTime: 1 }).trim());
 * // continuation of order, which was shown before
 * ```
 */
export function renderContinuation(task: ContinuedTask, options: RenderOptions = {}): string {
  const settings = settle(options);
  const columns = settings.raw ? RAW_COLUMNS : TIME_COLUMNS;
  return finish([["time", " ".repeat(columns + 2)], ...continuationOf(task)], settings);
}

/** Without a limit of width, deep nodes too have room for some fields beside their name. */
const LEAST_ROOM = 60;
const TIME_COLUMNS = "22:13:20.123".length;
const RAW_COLUMNS = "1700000000.123456".length;

function textOf({ node, part, depth }: Growth, settings: Settings): NodeText {
  if (part === "begin" && node.kind !== "message") return describeBegin(node, settings);
  return describeNode(node, { parent: undefined, index: 0, depth }, settings);
}

/** A duration where one is known, else the time since the task began; where a task begins, the time of day. */
function whenOf({ node, part, depth, taskBegin }: Growth, settings: Settings): Span {
  const duration = node.kind === "message" || part === "begin" ? undefined : node.durationSeconds;
  const moment = node.kind === "message" ? node.timestamp : (node.startTime ?? node.endTime);
  const columns = settings.raw ? RAW_COLUMNS : TIME_COLUMNS;
  const column = (text: string) => `${text.padStart(columns)}  `;
  if (duration !== undefined) return ["duration", column(durationText(duration, settings))];
  if (moment === undefined) return ["time", column("")];
  if (depth === 0 || taskBegin === undefined) return ["time", column(clockText(moment, settings))];
  const since = moment - taskBegin;
  return ["time", column(`${since < 0 ? "" : "+"}${durationText(since, settings)}`)];
}

function durationText(seconds: number, { raw, glyphs }: Settings): string {
  return raw ? seconds.toFixed(6) : formatDuration(seconds, glyphs.micro);
}

function clockText(moment: number, { raw, localTime }: Settings): string {
  if (raw) return moment.toFixed(6);
  return formatMoment(moment, { local: localTime }).slice("2026-11-22 ".length, "2026-11-22 22:13:20.123".length);
}

/** The tree may take so much of a line; of what is nested deeper the outermost levels become a number. */
const SHARE_OF_WIDTH = 0.5;
const MOST_LEVELS = 40;

function trunks(depth: number, { width, glyphs, ascii }: Settings): Span[] {
  const { openTrunk } = glyphs;
  const most = Number.isFinite(width)
    ? Math.max(1, Math.floor((width * SHARE_OF_WIDTH) / openTrunk.length))
    : MOST_LEVELS;
  if (depth <= most) return [["tree", openTrunk.repeat(depth)]];
  return [
    ["note", `${ascii ? ":" : "⋮"}${depth - most} `],
    ["tree", openTrunk.repeat(most)],
  ];
}

function blankOf({ glyphs }: Settings): Span {
  return ["tree", " ".repeat(glyphs.openTrunk.length)];
}
