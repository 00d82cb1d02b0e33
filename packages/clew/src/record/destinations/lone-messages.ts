/** Messages that belong to no action: each is a task of its own. */

import { fieldNames, lineStart, names, quote } from "../../wire/index.js";
import type { Outlet } from "../destination.js";
import { encodeFields } from "../fields/index.js";
import { hub } from "../hub/index.js";
import { createTaskUuid } from "../task-uuid.js";
import { emit, type Reporter } from "./emit.js";

/** Logs a message that belongs to no action: a task of its own. */
export function logAlone(tail: string): void {
  emit(lineAlone(tail), outside);
}

function lineAlone(tail: string): string {
  // The time comes first: the id is made of it.
  const time = hub.clock.stamp();
  return `${lineStart(createTaskUuid())}1${time}${tail}}\n`;
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
  return lineAlone(`,"${fieldNames.MESSAGE_TYPE}":${quote(type)}${encodeFields(fields, undefined)}`);
}

// Outside of whatever happened to notice it: a test that captures its log has not logged this.
hub.clock.onJump ??= ({ from, to }) =>
  hub.carrier.run(undefined, () =>
    reportAlone(names.CLOCK, { from, to, reason: "the wall clock was set by more than a minute" }),
  );
