// A task as eliot-tree shows it, as items with items below: actions, messages, an action's end, and every field.

import type { Fields, TaskTree, WrittenAction, WrittenNode } from "../../parse/index.js";
import { formatTaskLevel, type Message } from "../../wire/index.js";
import type { Role, Span } from "../screen/index.js";
import { visible } from "../text/index.js";
import type { EliotTreeSettings } from "./eliot-tree-options.js";
import { moment, seconds, value } from "./eliot-tree-text.js";

/** One item: its first line and the lines that continue it, and what stands below it. */
export interface Item {
  readonly lines: readonly (readonly Span[])[];
  readonly failed: boolean;
  readonly below: () => Iterator<Item>;
}

const NOTHING_BELOW = () => [][Symbol.iterator]();

/** The item of a task's root. */
export function rootItem(tree: TaskTree, settings: EliotTreeSettings): Item {
  return nodeItem(tree.root, settings);
}

function nodeItem(node: WrittenNode, settings: EliotTreeSettings): Item {
  if (node.kind === "message") {
    const { record } = node;
    return {
      lines: [[...label(record.message_type ?? record.action_type, record, settings), ...time(record, settings)]],
      failed: false,
      below: () => fieldItems(node.fields, settings),
    };
  }
  return {
    lines: [actionLine(node, settings)],
    failed: node.status === "failed",
    below: () => actionItems(node, settings),
  };
}

function actionLine(action: WrittenAction, settings: EliotTreeSettings): Span[] {
  const { startRecord: start, endRecord: end } = action;
  if (start === undefined) return [["type", "<unnamed>"]];
  // The word of the start takes the colour of the end.
  const role: Role = action.status === "failed" ? "failed" : "succeeded";
  const line = [
    ...label(start.action_type, start, settings),
    status("started", role, settings),
    ...time(start, settings),
  ];
  if (end !== undefined) {
    const took = seconds(end.timestamp - start.timestamp, settings);
    line.push(["duration", ` ${settings.ascii ? "|Y|" : "⧖"} ${took}`]);
  }
  return line;
}

function* actionItems(action: WrittenAction, settings: EliotTreeSettings): Generator<Item> {
  yield* fieldItems(action.startFields ?? {}, settings);
  for (const child of action.children) if (settings.shows(child)) yield nodeItem(child, settings);
  const end = action.endRecord;
  if (end === undefined) return;
  const failed = action.status === "failed";
  const word = status(String(end.action_status), failed ? "failed" : "succeeded", settings);
  yield {
    lines: [[...label(end.action_type, end, settings), word, ...time(end, settings)]],
    failed,
    below: () => fieldItems(action.endFields ?? {}, settings),
  };
}

function label(type: unknown, record: Message, settings: EliotTreeSettings): Span[] {
  const name =
    typeof type === "string"
      ? settings.safe(type)
      : type === undefined || type === null
        ? "<unnamed>"
        : visible(String(type));
  return [
    ["type", name],
    ["type", formatTaskLevel(record.task_level)],
  ];
}

function status(word: string, role: Role, { ascii }: EliotTreeSettings): Span {
  return [role, ` ${ascii ? "=>" : "⇒"} ${visible(word)}`];
}

function time(record: Message, settings: EliotTreeSettings): Span[] {
  return [["time", ` ${moment(record.timestamp, settings)}`]];
}

function* fieldItems(fields: Fields, settings: EliotTreeSettings): Generator<Item> {
  for (const key of Object.keys(fields).sort(compareCodePoints)) {
    if (!settings.ignoredKeys.has(key)) yield valueItem(key, fields[key], 1, settings);
  }
}

/** Deeper values are no longer read by anybody, and a stranger's may nest without end. */
const DEEPEST_VALUE = 100;

function valueItem(key: string, content: unknown, depth: number, settings: EliotTreeSettings): Item {
  const name: Span = ["key", `${settings.safe(key)}: `];
  if (typeof content === "object" && content !== null) {
    if (depth === DEEPEST_VALUE) return { lines: [[name, ["value", "…"]]], failed: false, below: NOTHING_BELOW };
    return { lines: [[name]], failed: false, below: () => memberItems(content, depth + 1, settings) };
  }
  const lines = value(content, settings).map((line, i): Span[] =>
    i === 0 ? [name, ["value", line]] : [["value", line]],
  );
  return { lines, failed: false, below: NOTHING_BELOW };
}

function* memberItems(content: object, depth: number, settings: EliotTreeSettings): Generator<Item> {
  if (Array.isArray(content)) {
    for (let i = 0; i < content.length; i++) yield valueItem(String(i), content[i], depth, settings);
    return;
  }
  const members = content as Readonly<Record<string, unknown>>;
  for (const key of Object.keys(members).sort(compareCodePoints)) yield valueItem(key, members[key], depth, settings);
}

/** As Python sorts texts. JavaScript compares UTF-16 units, which differs where surrogates meet U+E000 and above. */
function compareCodePoints(a: string, b: string): number {
  const end = Math.min(a.length, b.length);
  for (let i = 0; i < end; i++) {
    if (a[i] !== b[i]) return (a.codePointAt(i) as number) - (b.codePointAt(i) as number);
  }
  return a.length - b.length;
}
