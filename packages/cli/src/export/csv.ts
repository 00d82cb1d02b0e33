// Tables, as RFC 4180 has them: a header, CRLF at the end of each row, quotes where they are needed. The columns are
// those of the tables that `clew query` knows. A row is one line: what would end it is shown as an escape.

import { encodeExact } from "@clew/log";
import type { Fields, Message, TaskTree, WrittenAction, WrittenNode } from "clew/parse";
import { visible } from "clew/render";
import type { ExportOptions } from "./exporter.js";
import { selfTimes } from "./self-times.js";
import { timelineOf } from "./timeline.js";

const ACTION_COLUMNS =
  "task_uuid,task_level,action_type,status,start_time,end_time,duration,self_time,exception,reason,fields";
const MESSAGE_COLUMNS = "task_uuid,task_level,timestamp,kind,type,status,fields";

export async function* exportCsv(trees: AsyncIterable<TaskTree>, { rows }: ExportOptions): AsyncGenerator<string> {
  yield `${rows === "actions" ? ACTION_COLUMNS : MESSAGE_COLUMNS}\r\n`;
  for await (const tree of trees) {
    for (const cells of rows === "actions" ? actionRows(tree) : messageRows(tree.root)) {
      yield `${cells.map(cellText).join(",")}\r\n`;
    }
  }
}

type Cell = string | number | undefined;

function* actionRows(tree: TaskTree): Generator<Cell[], void, undefined> {
  const { spans } = timelineOf(tree);
  const selfTime = selfTimes(spans);
  for (const span of spans) {
    const { action, depth } = span;
    yield [
      action.taskUuid,
      levelText(action, depth),
      action.actionType,
      action.status,
      action.startTime,
      action.endTime,
      action.durationSeconds,
      selfTime.get(span),
      action.exception,
      action.reason,
      fieldsText({ ...action.startFields, ...action.endFields }),
    ];
  }
}

/** Every record: starts and finishes in their places among the others. */
function* messageRows(root: WrittenNode): Generator<Cell[], void, undefined> {
  const waiting: (WrittenNode | Cell[])[] = [root];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    if (Array.isArray(next)) yield next;
    else if (next.kind === "message") {
      yield recordCells(next.record, "message", next.messageType, next.fields);
    } else for (const each of inPlaces(next).reverse()) waiting.push(each);
  }
}

function inPlaces(action: WrittenAction): (WrittenNode | Cell[])[] {
  const { startRecord: start, endRecord: end, children } = action;
  const items: (WrittenNode | Cell[])[] = [];
  const finish = end && recordCells(end, "finish", action.actionType, action.endFields);
  const finishNumber = end?.task_level.at(-1) ?? 0;
  if (start !== undefined) items.push(recordCells(start, "start", action.actionType, action.startFields));
  let isFinished = finish === undefined;
  for (const child of children) {
    if (!isFinished && finish !== undefined && child.number > finishNumber) {
      items.push(finish);
      isFinished = true;
    }
    items.push(child);
  }
  if (!isFinished && finish !== undefined) items.push(finish);
  return items;
}

function recordCells(record: Message, kind: string, type: string | undefined, fields: Fields | undefined): Cell[] {
  const { task_uuid, task_level, timestamp, action_status } = record;
  const level = levelText({ taskLevel: task_level }, task_level.length);
  return [task_uuid, level, timestamp, kind, type, action_status, fieldsText(fields)];
}

/** Deeper places are left out, or the table would grow with the square of the depth. */
const DEEPEST_LEVEL = 1_000;

function levelText(node: { readonly taskLevel: readonly number[] }, depth: number): string {
  return depth > DEEPEST_LEVEL ? "" : `/${node.taskLevel.join("/")}`;
}

function fieldsText(fields: Fields | undefined): string | undefined {
  return fields === undefined || Object.keys(fields).length === 0 ? undefined : encodeExact(fields);
}

/** A spreadsheet takes a cell that begins so for a formula, and runs it. An apostrophe in front makes it a text. */
const FORMULA = /^[=+\-@\t\r]/;
const NEEDS_QUOTES = /[",\r\n]|^\s|\s$/;

function cellText(cell: Cell): string {
  if (cell === undefined) return "";
  if (typeof cell === "number") return String(cell);
  const text = visible(FORMULA.test(cell) ? `'${cell}` : cell);
  return NEEDS_QUOTES.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
