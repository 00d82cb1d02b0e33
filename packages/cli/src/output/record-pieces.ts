import { encodeExact } from "@clew/log";
import type { Message } from "clew/parse";
import { formatMoment } from "clew/render";
import type { Piece } from "./answer-lines.js";

/** Fields that are shown of a record, in characters; the whole record is a `clew tree` away. */
const LONGEST = 300;

/** A record in one line: when, what, and its fields. */
export function recordPieces({
  timestamp,
  action_type,
  action_status,
  message_type,
  task_uuid: _task,
  task_level: _level,
  ...fields
}: Message): Piece[] {
  const name = message_type ?? action_type ?? "(no type)";
  const text = Object.entries(fields)
    .filter(([key]) => !key.startsWith("clew_") && key !== "traceback")
    .map(([key, value]) => `${key}=${typeof value === "string" ? value : encodeExact(value)}`)
    .join(" ");
  return [
    ["time", `${formatMoment(timestamp)}  `],
    [message_type === undefined ? "type" : "messageType", name],
    ...(action_status === undefined
      ? []
      : ([[action_status === "failed" ? "failed" : "note", ` ${action_status}`]] as const)),
    ["value", text === "" ? "" : `  ${text.slice(0, LONGEST)}`],
  ];
}
