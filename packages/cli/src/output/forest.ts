// A task as JSON in the form `eliot-forest/1`. The text is made without recursion, and in pieces, so that neither a deep
// nor a wide task meets a limit of the stack or of a string's length.

import { encodeExact } from "@clew/log";
import type { TaskTree, WrittenAction, WrittenMessage, WrittenNode } from "clew/parse";

/** The task as JSON text on one line, in pieces that are to be written one after the other. */
export function* forestTask(tree: TaskTree): Generator<string, void, undefined> {
  const continues = tree.continues === undefined ? "" : `"continues":${encodeExact(tree.continues)},`;
  yield `{"task_uuid":${encodeExact(tree.taskUuid)},"complete":${tree.isComplete},${continues}"root":`;
  yield* nodeText(tree.root);
  yield "}";
}

interface Open {
  readonly action: WrittenAction;
  readonly children: readonly WrittenNode[];
  next: number;
}

function* nodeText(root: WrittenNode): Generator<string, void, undefined> {
  if (root.kind === "message") {
    yield messageText(root);
    return;
  }
  yield beginText(root, 0);
  const open: Open[] = [{ action: root, children: root.children, next: 0 }];
  for (let top = open.at(-1); top !== undefined; top = open.at(-1)) {
    const child = top.children[top.next];
    const comma = top.next++ > 0 ? "," : "";
    if (child === undefined) {
      yield endText(top.action);
      open.pop();
    } else if (child.kind === "message") yield comma + messageText(child);
    else {
      yield comma + beginText(child, open.length);
      open.push({ action: child, children: child.children, next: 0 });
    }
  }
}

/** From this depth on `task_level` is null, or the text would grow with the square of the depth. */
const DEEPEST_LEVEL = 1_000;

function beginText(action: WrittenAction, depth: number): string {
  const { startRecord: start, endRecord: end } = action;
  return (
    `{"kind":"${action.kind}","action_type":${orNull(start?.action_type ?? end?.action_type)},` +
    `"status":"${action.status}","task_level":${depth < DEEPEST_LEVEL ? `[${action.taskLevel}]` : "null"},` +
    `"start_ts":${orNull(start?.timestamp)},"end_ts":${orNull(end?.timestamp)},` +
    `"start_fields":${orNull(action.startFields)},"end_fields":${orNull(action.endFields)},` +
    `"exception":${orNull(end?.exception)},"reason":${orNull(end?.reason)},"children":[`
  );
}

function endText({ gaps, handedOut }: WrittenAction): string {
  const gapList = gaps.length > 0 ? `,"gaps":[${gaps}]` : "";
  return `]${gapList}${handedOut.length > 0 ? `,"handed_out":[${handedOut}]` : ""}}`;
}

function messageText({ record, taskLevel, fields, conflicting }: WrittenMessage): string {
  const level = taskLevel.length <= DEEPEST_LEVEL ? `[${taskLevel}]` : "null";
  const conflict = conflicting ? ',"conflicting":true' : "";
  return (
    `{"kind":"message","message_type":${orNull(record.message_type)},"task_level":${level},` +
    `"ts":${encodeExact(record.timestamp)},"fields":${encodeExact(fields)}${conflict}}`
  );
}

function orNull(value: unknown): string {
  return value === undefined || value === null ? "null" : encodeExact(value);
}
