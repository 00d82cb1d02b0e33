/** Messages that belong to no action: each is a task of its own. */

import { lineStart, names } from "../../wire/index.js";
import { type LineBytes, toWords } from "../bytes/index.js";
import type { Outlet } from "../destination.js";
import { encodeFields, type LineKind, putFields, typeTexts } from "../fields/index.js";
import { type AddedFields, hub } from "../hub/index.js";
import { createTaskUuid, putNewTask } from "../task-uuid.js";
import { directLine, endDirectLine } from "./direct-line.js";
import { emit, type Reporter } from "./emit.js";

/** Logs a line that belongs to no action, of which all is written but its beginning: a task of its own. */
export function logAlone(tail: string): void {
  emit(lineAlone(tail), outside);
}

/** Logs a message that belongs to no action. */
export function logMessageAlone(kind: LineKind, fields: object | undefined, added: AddedFields | undefined): void {
  const line = directLine();
  if (line === undefined || !put(line, kind, fields, added)) {
    const head = headAlone();
    emit(`${head}${kind.text}${encodeFields(fields, added)}}\n`, outside);
  }
}

/** Writes it as bytes; gives whether that could be done. */
function put(line: LineBytes, kind: LineKind, fields: object | undefined, added: AddedFields | undefined): boolean {
  const microseconds = hub.clock.tick();
  try {
    putNewTask(line);
    line.number(1);
    line.time(hub.clock.millisecond, microseconds);
    line.words(kind.words);
    putFields(line, kind, fields, added);
    line.words(LINE_END);
  } catch {
    line.cut(0);
    return false;
  }
  endDirectLine(line, outside);
  return true;
}

const LINE_END = toWords("}\n");

function lineAlone(tail: string): string {
  return `${headAlone()}${tail}}\n`;
}

function headAlone(): string {
  // The time comes first: the id is made of it.
  const time = hub.clock.stamp();
  return `${lineStart(createTaskUuid())}1${time}`;
}

/** Reports about messages that belong to no action. */
export const outside: Reporter = { report: reportAlone };

/** A report about a message that belongs to no action; it has no tree to stand in. */
export function reportAlone(type: string, fields: object, except?: Outlet): void {
  if (hub.isListening) emit(reportLine(type, fields), outside, except);
}

/** Gives a line that was written elsewhere, in another thread, to every destination. */
export function emitLine(line: string): void {
  if (hub.isListening) emit(line, outside);
}

/** The line of such a report, for a destination that is not added any more. */
export function reportLine(type: string, fields: object): string {
  return lineAlone(typeTexts(type).message.text + encodeFields(fields, undefined));
}

// Outside of whatever happened to notice it: a test that captures its log has not logged this.
hub.clock.onJump ??= ({ from, to }) =>
  hub.carrier.run(undefined, () =>
    reportAlone(names.CLOCK, { from, to, reason: "the wall clock was set by more than a minute" }),
  );
