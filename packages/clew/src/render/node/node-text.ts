// The text of one node, before it is laid out in lines: its mark, its name, its outcome, its fields.

import type { Fields, WrittenAction, WrittenMessage, WrittenNode } from "../../parse/index.js";
import { FIRST_SPAN_PLACE, fieldNames, formatTaskLevel, names } from "../../wire/index.js";
import type { Settings } from "../options.js";
import type { Role, Span } from "../screen/index.js";
import { cutToColumns, formatDuration, formatValue, shortUuid, startOf, visible } from "../text/index.js";
import { errorText, failureText, placeText } from "./error-text.js";
import { formatUuid } from "./heading.js";
import { findRetry } from "./retries.js";

/** A field and the colour of its value; `isResult` where it comes from the action's finish. */
export interface FieldText {
  readonly key: string;
  readonly value: unknown;
  readonly isResult: boolean;
}

export interface NodeText {
  readonly mark: Span;
  readonly name: Span;
  readonly notes: readonly Span[];
  /** The error, on one line, and the place where it was thrown. */
  readonly error: string | undefined;
  readonly place: string | undefined;
  readonly fields: readonly FieldText[];
}

/** The place of a node: its action, its index among that action's children, and its depth. */
export interface Place {
  readonly parent: WrittenAction | undefined;
  readonly index: number;
  readonly depth: number;
}

const NAME_COLUMNS = 80;

/** Describes a node. */
export function describeNode(node: WrittenNode, place: Place, settings: Settings): NodeText {
  return node.kind === "message" ? describeMessage(node, place, settings) : describeAction(node, place, settings);
}

/** Describes an action where it begins: of what it came to, nothing is known. */
export function describeBegin(action: WrittenAction, settings: Settings): NodeText {
  const cause = followsFrom(action.startRecord?.[fieldNames.FOLLOWS_FROM]);
  return {
    mark: ["note", ""],
    name: name(action.actionType, action, "type", settings),
    notes: cause === undefined ? [] : [["note", `${settings.glyphs.follows} follows ${cause}`]],
    error: undefined,
    place: undefined,
    fields: fieldsOf(action.startFields, false, settings),
  };
}

function describeAction(action: WrittenAction, place: Place, settings: Settings): NodeText {
  const { glyphs } = settings;
  const end = action.endRecord;
  const cancelled = textOf(end?.[fieldNames.CANCEL_SOURCE]);
  const retry = place.parent && findRetry(action, place.parent.children, place.index);
  const notes = lateNotes(action, place);
  if (cancelled !== undefined) {
    const by = textOf(end?.[fieldNames.CANCELLED_BY]);
    notes.push([
      "warning",
      `cancelled: ${shortText(cancelled)}${by === undefined ? "" : `, by ${shortPlace(by, action)}`}`,
    ]);
  }
  if (retry !== undefined) notes.push(["warning", `${glyphs.retried} tried again`]);
  if (place.parent !== undefined && place.parent.taskUuid !== action.taskUuid) {
    notes.push(["note", `another task, ${formatUuid(action.taskUuid, settings)}`]);
  }
  const { graftsLeftOut = 0, spanId } = action;
  if (graftsLeftOut > 0) notes.push(["warning", `${graftsLeftOut} more tasks that it asked for stand by themselves`]);
  if (action.kind === "missing" && spanId !== undefined) notes.push(["warning", `span ${shortText(spanId)} not found`]);
  else if (action.kind === "missing") notes.push(["warning", "start and finish not found"]);
  else if (action.startRecord === undefined) notes.push(["warning", "start not found"]);
  else if (action.status === "started") notes.push(["warning", "unfinished"]);
  const cause = followsFrom(action.startRecord?.[fieldNames.FOLLOWS_FROM]);
  if (cause !== undefined) notes.push(["note", `${glyphs.follows} follows ${cause}`]);
  const isMild = cancelled !== undefined || retry !== undefined;
  return {
    mark: markOf(action, cancelled !== undefined, settings),
    name: name(action.actionType, action, "type", settings, place),
    notes,
    error:
      action.status === "failed" && !isQuietCancel(action, cancelled)
        ? failureText(action, place.depth, settings)
        : undefined,
    place: isMild ? undefined : placeText(end?.traceback, settings),
    fields: [
      ...fieldsOf(action.startFields, false, settings),
      ...fieldsOf(action.endFields, action.status !== "failed", settings, action.status),
    ],
  };
}

function describeMessage(message: WrittenMessage, place: Place, settings: Settings): NodeText {
  const { fields } = message;
  const isError = message.messageType === names.TRACEBACK;
  const notes = lateNotes(message, place);
  if (message.conflicting) notes.push(["warning", "one of several at this place"]);
  return {
    mark: isError ? ["failed", settings.glyphs.failed] : ["note", settings.glyphs.message],
    name: name(message.messageType, message, "messageType", settings, place),
    notes,
    error: isError ? errorText(textOf(fields.exception), textOf(fields.reason), settings) : undefined,
    place: isError ? placeText(fields.traceback, settings) : undefined,
    fields: fieldsOf(fields, false, settings, isError ? "failed" : undefined),
  };
}

function markOf(action: WrittenAction, cancelled: boolean, { glyphs }: Settings): Span {
  if (cancelled) return ["warning", glyphs.cancelled];
  switch (action.status) {
    case "succeeded":
      return ["succeeded", glyphs.succeeded];
    case "failed":
      return ["failed", glyphs.failed];
    case "started":
      return ["warning", glyphs.unfinished];
    case "unknown":
      return ["warning", glyphs.missing];
  }
}

function name(type: string | undefined, node: WrittenNode, role: Role, settings: Settings, place?: Place): Span {
  const level = settings.levels ? ` ${levelText(node, place)}` : "";
  const text =
    type === undefined
      ? `(${node.kind === "message" ? "message" : "action"} without a type)`
      : visible(startOf(type, NAME_COLUMNS));
  return [role, (cutToColumns(text, NAME_COLUMNS, settings.measure, settings.glyphs.cut) || '""') + level];
}

/** Whole levels of deeper nodes would make a text that grows with the square of the depth. */
const DEEPEST_LEVEL = 200;

function levelText(node: WrittenNode, place: Place | undefined): string {
  if (place?.parent === undefined || place.depth <= DEEPEST_LEVEL) return formatTaskLevel(node.taskLevel);
  return `/…/${place.parent.number}/${node.number}`;
}

/**
 * Says that a node began after its parent's finish: its number is beyond the finish message's. What stands here by its
 * span has no number to go by, only a time, which another clock may have told.
 */
function lateNotes(node: WrittenNode, { parent }: Place): Span[] {
  if (parent !== undefined && (node.number >= FIRST_SPAN_PLACE || node.taskUuid !== parent.taskUuid)) {
    return timeNotes(node, parent);
  }
  const finish = parent?.endRecord?.task_level.at(-1);
  if (finish === undefined || node.number < finish) return [];
  return [["warning", "after its parent's end"]];
}

/** Less is what rounding to microseconds makes of one clock. */
const SKEW_SECONDS = 0.000_002;

function timeNotes(node: WrittenNode, parent: WrittenAction): Span[] {
  const time = node.kind === "message" ? node.timestamp : node.startTime;
  const { startTime, endTime } = parent;
  if (time === undefined) return [];
  if (startTime !== undefined && time < startTime - SKEW_SECONDS) {
    return [["warning", `clock skew: ${formatDuration(startTime - time)} before its parent's start`]];
  }
  if (endTime !== undefined && time > endTime + SKEW_SECONDS) return [["warning", "after its parent's end"]];
  return [];
}

/** A cancel is no error of the action's own; its note says all. */
function isQuietCancel(action: WrittenAction, cancelled: string | undefined): boolean {
  return cancelled !== undefined && (action.exception === "Cancelled" || action.exception === undefined);
}

function fieldsOf(
  fields: Fields | undefined,
  isResult: boolean,
  settings: Settings,
  status?: string,
): readonly FieldText[] {
  if (fields === undefined) return [];
  const shown: FieldText[] = [];
  for (const key of Object.keys(fields)) {
    if (key.startsWith(fieldNames.OWN) || settings.hiddenFields.has(key)) continue;
    // Said by the error already.
    if (status === "failed" && (key === "exception" || key === "reason")) continue;
    const value = fields[key];
    if (status === "failed" && key === "traceback" && placeText(value, settings) !== undefined) continue;
    shown.push({ key, value, isResult });
  }
  return shown;
}

function followsFrom(value: unknown): string | undefined {
  if (!Array.isArray(value) || value.length === 0) return undefined;
  const rest = value.length > 1 ? ` and ${value.length - 1} more` : "";
  return `${shortText(shortTaskId(value[0]))}${rest}`;
}

const UUID_IN_TASK_ID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}(?=@)/i;

function shortTaskId(value: unknown): unknown {
  return typeof value === "string" ? value.replace(UUID_IN_TASK_ID, shortUuid) : value;
}

/** A place in the same task needs no uuid. */
function shortPlace(taskId: string, node: WrittenNode): string {
  return shortText(
    taskId.startsWith(`${node.taskUuid}@`) ? taskId.slice(node.taskUuid.length + 1) : shortTaskId(taskId),
  );
}

function shortText(value: unknown): string {
  const text = typeof value === "string" ? visible(startOf(value, NAME_COLUMNS)) : formatValue(value, NAME_COLUMNS);
  return cutToColumns(text, NAME_COLUMNS);
}

function textOf(value: unknown): string | undefined {
  return typeof value === "string" ? value : undefined;
}
