/**
 * The beginning of a line: its text, and what a line is about, without reading all of it. The lines that clew writes
 * begin alike, and this is asked of every line where a destination needs it; any other line of the format is read whole.
 */

import { decodeJson } from "./decode.js";
import { ACTION_STATUS, ACTION_TYPE, MESSAGE_TYPE, TASK_LEVEL, TASK_UUID, TIMESTAMP } from "./field-names.js";
import type { ActionStatus, Message } from "./message.js";

/** The beginning of a line. */
export interface LineHead {
  readonly taskUuid: string;
  /** The numbers of its level as they stand in the line: `3,2,1`. */
  readonly level: string;
  /** Of an action's start and finish. */
  readonly status: ActionStatus | undefined;
  /** Of any other message, as it stands in the line, up to a quotation mark in it. */
  readonly messageType: string | undefined;
}

const UUID = `{"${TASK_UUID}":"`;
const LEVEL = `","${TASK_LEVEL}":[`;
const TIME = `],"${TIMESTAMP}":`;
const MESSAGE = `,"${MESSAGE_TYPE}":"`;
const ACTION = `,"${ACTION_TYPE}":"`;
const STATUS = `","${ACTION_STATUS}":"`;

/** The beginning of a task's lines, up to the numbers of the level, for a UUID as it stands between quotes in JSON. */
export function lineStart(uuid: string): string {
  // Of pieces that are made already: this is in every task's first line.
  return UUID + uuid + LEVEL;
}

/** Reads the beginning of a line; `undefined` where it is no line of the format. */
export function readHead(line: string): LineHead | undefined {
  const uuidEnd = line.indexOf('"', UUID.length);
  if (!line.startsWith(UUID) || !line.startsWith(LEVEL, uuidEnd)) return readWhole(line);
  const levelEnd = line.indexOf("]", uuidEnd + LEVEL.length);
  if (!line.startsWith(TIME, levelEnd)) return readWhole(line);
  const taskUuid = line.slice(UUID.length, uuidEnd);
  if (taskUuid.includes("\\")) return readWhole(line);
  const level = line.slice(uuidEnd + LEVEL.length, levelEnd);
  const timeEnd = line.indexOf(",", levelEnd + TIME.length);
  if (line.startsWith(MESSAGE, timeEnd)) {
    const start = timeEnd + MESSAGE.length;
    return { taskUuid, level, status: undefined, messageType: line.slice(start, line.indexOf('"', start)) };
  }
  const typeEnd = line.indexOf('"', timeEnd + ACTION.length);
  if (!line.startsWith(ACTION, timeEnd) || !line.startsWith(STATUS, typeEnd)) return readWhole(line);
  const status = statusAt(line, typeEnd + STATUS.length);
  return status === undefined ? readWhole(line) : { taskUuid, level, status, messageType: undefined };
}

function statusAt(line: string, start: number): ActionStatus | undefined {
  for (const status of STATUSES)
    if (line.startsWith(status, start) && line[start + status.length] === '"') return status;
  return undefined;
}

const STATUSES: readonly ActionStatus[] = ["started", "succeeded", "failed"];

function readWhole(line: string): LineHead | undefined {
  let message: Partial<Message> | null;
  try {
    message = decodeJson(line) as Partial<Message> | null;
  } catch {
    return undefined;
  }
  const { task_uuid: taskUuid, task_level: level, action_status: status, message_type: messageType } = message ?? {};
  if (typeof taskUuid !== "string" || !Array.isArray(level)) return undefined;
  return {
    taskUuid,
    level: level.join(","),
    status: STATUSES.find((known) => known === status),
    messageType: typeof messageType === "string" ? messageType : undefined,
  };
}
